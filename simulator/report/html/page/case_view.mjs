// One case, opened: what failed, the journey of each push, and the travel through its time.

import { drawCommand } from "./command.mjs";
import { fill, h, isolated } from "./dom.mjs";
import { hueOf } from "./hues.mjs";
import { icon } from "./icons.mjs";
import { drawJourney, drawWhy, journeysIn } from "./journey.mjs";
import { drawHeads, drawRow, layOutLanes, threadsOf, told, THREADS } from "./lanes.mjs";
import { drawLogcat } from "./logcat.mjs";
import { drawPhone, drawPhoneFacts } from "./phone.mjs";
import { drawProofs } from "./proof.mjs";
import { drawRecord } from "./record.mjs";
import { drawSource } from "./source.mjs";
import { phoneAt, phonesIn } from "./state.mjs";
import { drawTabs, markTab } from "./tabs.mjs";
import { instant, wallClock } from "./time.mjs";
import { drawExchanges, exchangesIn } from "./wire.mjs";
import { say, sayLabel, saySentence, sayVendor, word } from "./words.mjs";

const JOURNEYS_MAX = 12;
const JOURNEYS_OPEN = 2;
const PLAY_MS = 350;
const KINDS = ["hop", "wire", "state", "callback", "log"];

/** The view of one case. */
export class CaseView {
  /**
   * @param {HTMLElement} host
   * @param {Object} options
   * @param {Object} options.vocabulary - Of the page.
   * @param {(n: number) => void} options.onMoment - Called with the record at which the view stands now.
   */
  constructor(host, { vocabulary, onMoment }) {
    this.host = host;
    this.vocabulary = vocabulary;
    this.onMoment = onMoment;
    this.tab = "timeline";
    this.hidden = new Set();
  }

  /**
   * Show a case.
   *
   * @param {import("./data.mjs").Case} one
   * @param {?Object} trace - As `readBlock` returns it; null for one that was left out.
   * @param {number} [n] - The record to begin at; where it failed, or the end, if left out.
   */
  show(one, trace, n = 0) {
    this.stop();
    this.one = one;
    this.trace = trace;
    this.hue = hueOf(one.vendor, this.vocabulary);
    if (!trace) {
      fill(this.host, h("div.middle", {}, this.drawHeader(), this.drawFailures([]), this.drawVerdicts(), this.drawLeftOut()));
      return;
    }
    const { records } = trace;
    this.layout = layOutLanes(records);
    this.journeys = journeysIn(records);
    this.followed = this.journeys.slice(-THREADS).map((journey) => journey.push);
    this.phones = phonesIn(records);
    this.open = new Set();
    this.hasUnfolded = false;
    const given = records.findIndex((record) => record.n === n);
    this.at = given >= 0 ? given : this.firstMoment();
    this.draw();
  }

  // What went wrong is looked for first; a case that passed is told from its end.
  firstMoment() {
    const failed = this.trace.records.findIndex((record) => record.outcome === "failed");
    return failed >= 0 ? failed : this.trace.records.length - 1;
  }

  /** Draw all of it anew, as after a change of language. */
  draw() {
    if (!this.trace) {
      this.show(this.one, null);
      return;
    }
    this.journeyHost = h("div.journeys");
    this.panel = h("div.panel", { id: "panel", role: "tabpanel", "aria-labelledby": `tab-${this.tab}` });
    this.phoneHost = h("aside.phones", { "aria-label": say("phones") });
    fill(
      this.host,
      h(
        "div.middle",
        {},
        this.drawHeader(),
        this.drawFailures(this.trace.failures),
        this.journeyHost,
        h("div.sticky", {}, this.drawTravel(), this.drawTabs()),
        this.panel,
      ),
      this.phoneHost,
    );
    this.drawPanel();
    this.moveTo(this.at);
  }

  drawHeader() {
    const { one } = this;
    return h(
      "header.case-head",
      {},
      h(
        "p.crumbs",
        {},
        h(`span.badge.is-${one.outcome}`, {}, say(one.outcome)),
        one.vendor ? h("span.vendor", { style: { "--hue": this.hue } }, sayVendor(this.vocabulary, one.vendor)) : null,
        Object.entries(one.values).map(([field, value]) => h("span.value", {}, isolated(`${field} = ${value}`))),
        one.tags.map((tag) => h("span.tag", {}, isolated(tag))),
        h("span.path", {}, isolated(`${one.path}${one.outcome === "passed" ? "" : `:${one.line}`}`)),
      ),
      h("h1", { tabindex: -1 }, isolated(one.name)),
      drawCommand(one.again),
    );
  }

  drawFailures(failures) {
    const { one, vocabulary } = this;
    if (one.outcome === "passed") return null;
    const told = failures.length ? failures : [{ line: one.line, step: "", what: one.what, push: 0, stop: { ...one.cause, reason: one.root } }];
    return h(
      "section.failure",
      { "aria-label": say("failed") },
      one.excuse ? h("p.is-quarantined", {}, isolated(saySentence(vocabulary, one.excuse))) : null,
      told.map((failure) => this.drawFailure(failure)),
    );
  }

  // What is known of the push, the token or the tap that was stopped is told from the vocabulary, the rest as the step says it.
  drawFailure({ line, step, what, details = [], push, stop }) {
    const { vocabulary } = this;
    const verdict = this.trace?.verdicts.get(push);
    const blamed = verdict?.root ? verdict : stop?.hop ? stop : null;
    const shown = details.filter(([label]) => label !== "next" && !(blamed && TOLD_ANYWAY.has(label)));
    const next = details.findLast(([label]) => label === "next")?.[1] ?? "";
    return [
      h("p.what", {}, step ? h("code", {}, step) : null, isolated(saySentence(vocabulary, what))),
      h("p.where", {}, this.drawPlace(line)),
      drawWhy(blamed ?? {}, vocabulary, {
        before: shown.map(([label, value]) => [sayLabel(vocabulary, label), saySentence(vocabulary, value)]),
        next: saySentence(vocabulary, next),
      }),
    ];
  }

  drawPlace(line) {
    if (!line) return say("at_setup");
    if (!this.trace) return say("at_line", { line });
    return h("button.quiet", { type: "button", onclick: () => this.showLine(line) }, say("at_line", { line }));
  }

  /** Show a line of the scenario's source. */
  showLine(line) {
    this.choose("scenario");
    this.panel.querySelector(`#line-${line}`)?.scrollIntoView({ block: "center" });
  }

  drawVerdicts() {
    return h(
      "section.verdicts",
      {},
      this.one.pushes.map((push) =>
        h(
          "div.verdict",
          {},
          h("p", {}, h(`span.end.is-${push.end}`, {}, word("end", push.end)), h("span.count", {}, `\u00d7 ${push.count}`), isolated(push.phone), " \u00b7 ", word("hop", push.hop)),
          push.reason ? drawWhy(push, this.vocabulary) : null,
        ),
      ),
    );
  }

  drawLeftOut() {
    const file = `${this.one.caseId || "case"}.html`;
    return h(
      "section.left-out",
      {},
      h("h2", {}, say("left_out")),
      h("p", {}, say("left_out_why")),
      drawCommand(`${this.one.again} --html ${file.replaceAll(/[^\w.=-]/g, "_")}`),
    );
  }

  // -- journeys ---------------------------------------------------------------------------------------------------

  drawJourneys() {
    const blamed = this.trace.failures[0]?.push;
    const known = this.journeys.slice(-JOURNEYS_MAX);
    const isOpen = (journey, index) => journey.push === blamed || index >= known.length - JOURNEYS_OPEN;
    const folded = known.filter((journey, index) => !isOpen(journey, index));
    fill(
      this.journeyHost,
      this.journeys.length > known.length ? h("p.quiet", {}, say("earlier_pushes", { count: this.journeys.length - known.length })) : null,
      folded.length ? this.drawFolded(folded) : null,
      known.filter(isOpen).map((journey) => this.drawOne(journey, journey.push === blamed)),
    );
  }

  drawFolded(journeys) {
    return h(
      "details.earlier",
      { open: this.hasUnfolded, ontoggle: (event) => (this.hasUnfolded = event.target.open) },
      h("summary", {}, say("more_pushes", { count: journeys.length })),
      journeys.map((journey) => this.drawOne(journey, false)),
    );
  }

  // Of the push that is blamed for the failure it stands above why it ended.
  drawOne(journey, isTold) {
    const { push, from, to, phone, end, reason } = journey;
    return h(
      "section.one-journey",
      {},
      h(
        "p.journey-head",
        {},
        h(`span.swatch${this.followed.includes(push) ? `.thread-${push % THREADS}` : ""}`, { "aria-hidden": "true" }),
        h("b", {}, say("push", { push })),
        h("span", {}, isolated([[from, to].filter(Boolean).join(" \u2192 "), phone].filter(Boolean).join(" \u00b7 "))),
        h(`span.end.is-${end}`, {}, word("end", end)),
      ),
      drawJourney(journey, { upToN: this.record.n, onPick: (n) => this.pick(n) }),
      reason && !isTold ? drawWhy(this.verdictOf(journey), this.vocabulary) : null,
    );
  }

  // A journey alone does not know what stopped the token; the verdict does.
  verdictOf({ push, reason, rule }) {
    return this.trace.verdicts.get(push) ?? { reason, root: reason, rule };
  }

  // -- travel -----------------------------------------------------------------------------------------------------

  get record() {
    return this.trace.records[this.at] ?? { n: 0, at: 0, kind: "step", name: "", actor: "", outcome: "ok", data: {} };
  }

  drawTravel() {
    const { records } = this.trace;
    this.slider = h("input", {
      type: "range",
      id: "time",
      min: 0,
      max: Math.max(0, records.length - 1),
      value: this.at,
      "aria-label": say("time"),
      oninput: () => this.moveTo(Number(this.slider.value)),
    });
    this.clock = h("output.now", { for: "time" });
    this.playButton = h("button.play", { type: "button", "aria-label": say("play"), onclick: () => this.toggle() }, icon("play"));
    return h(
      "div.travel",
      {},
      h(
        "div.buttons",
        {},
        h("button", { type: "button", "aria-label": say("step_back"), onclick: () => this.step(-1) }, icon("back")),
        this.playButton,
        h("button", { type: "button", "aria-label": say("step_on"), onclick: () => this.step(1) }, icon("forward")),
      ),
      h("div.slider", {}, this.drawTicks(), this.slider),
      this.clock,
    );
  }

  drawTicks() {
    const { records } = this.trace;
    const last = Math.max(1, records.length - 1);
    const ticks = records
      .map((record, index) => ({ record, index }))
      .filter(({ record }) => record.kind === "step" || record.outcome !== "ok" || record.name === "posted")
      .map(({ record, index }) => h(`i.is-${record.kind}.is-${record.outcome}`, { style: { left: `${(index / last) * 100}%` } }));
    return h("span.ticks", { "aria-hidden": "true" }, ticks);
  }

  drawTabs() {
    const views = [
      ["timeline", this.trace.records.length],
      ["requests", this.exchanges.length],
      ["logcat", this.logs.length],
      ["scenario", null],
      ["proof", this.trace.proof.length],
    ].filter(([name, count]) => name !== "proof" || count);
    this.views = views.map(([name]) => name);
    if (!this.views.includes(this.tab)) this.tab = "timeline";
    this.tabs = drawTabs(views, this.tab, (name) => this.choose(name));
    return this.tabs;
  }

  /** Open one of the views: timeline, requests, logcat, scenario or proof; nothing happens where there is no such one. */
  choose(tab) {
    if (!this.trace || !this.views.includes(tab)) return;
    this.tab = tab;
    markTab(this.tabs, tab);
    this.panel.setAttribute("aria-labelledby", `tab-${tab}`);
    this.drawPanel();
    this.mark();
  }

  get exchanges() {
    this.trace.exchanges ??= exchangesIn(this.trace.records);
    return this.trace.exchanges;
  }

  get logs() {
    return this.trace.records.filter((record) => record.kind === "log");
  }

  // -- panels -----------------------------------------------------------------------------------------------------

  drawPanel() {
    const draw = {
      timeline: () => this.drawTimeline(),
      requests: () => drawExchanges(this.exchanges, (n) => this.pick(n)),
      logcat: () => drawLogcat(this.logs, { start: this.trace.start, hasSeveralPhones: this.phones.length > 1, onPick: (n) => this.pick(n) }),
      scenario: () => h("div.scenario"),
      proof: () => drawProofs(this.trace, this),
    }[this.tab];
    fill(this.panel, draw());
  }

  drawTimeline() {
    const { records, source, of } = this.trace;
    const { lanes, places } = this.layout;
    const threads = threadsOf(records, places, this.followed);
    const rows = records.map((record, index) => {
      if (this.hidden.has(record.kind)) return null;
      const row = drawRow({
        record,
        place: places[index],
        threads: threads[index],
        lanes: lanes.length,
        sourceLine: record.kind === "step" ? source[record.data.line - 1] ?? "" : "",
        sameTime: index > 0 && records[index - 1].at === record.at,
      });
      return this.open.has(record.n) ? [row, this.drawRecord(record)] : row;
    });
    const list = h(
      "div.rows",
      { role: "listbox", tabindex: 0, "aria-label": say("timeline"), onclick: (event) => this.clicked(event) },
      rows,
    );
    return h(
      "div.timeline",
      { style: { "--lanes": lanes.length } },
      this.drawKinds(),
      of > records.length ? h("p.quiet", {}, say("records_left_out", { kept: records.length, total: of })) : null,
      drawHeads(lanes),
      list,
    );
  }

  drawKinds() {
    const present = KINDS.filter((kind) => this.trace.records.some((record) => record.kind === kind));
    return h(
      "fieldset.kinds",
      {},
      h("legend", {}, say("kinds")),
      present.map((kind) =>
        h("label", {}, h("input", { type: "checkbox", checked: !this.hidden.has(kind), onchange: () => this.switchKind(kind) }), word("kind", kind)),
      ),
    );
  }

  switchKind(kind) {
    if (this.hidden.has(kind)) this.hidden.delete(kind);
    else this.hidden.add(kind);
    this.drawPanel();
    this.mark();
  }

  clicked(event) {
    const row = event.target.closest("[data-n]");
    if (!row) return;
    const n = Number(row.dataset.n);
    if (this.record.n === n || !this.open.has(n)) this.unfold(n);
    this.pick(n);
  }

  /** Show or hide all that the record holds, below its row. */
  unfold(n = this.record.n) {
    const row = this.panel.querySelector(`#row-${n}`);
    if (!row) return;
    if (this.open.delete(n)) {
      row.nextElementSibling.remove();
      return;
    }
    this.open.add(n);
    row.after(this.drawRecord(this.trace.records.find((record) => record.n === n)));
  }

  drawRecord(record) {
    return drawRecord(record, this.vocabulary, (n) => this.pick(n));
  }

  // -- moving -----------------------------------------------------------------------------------------------------

  /** Go to the record number *n*. */
  pick(n) {
    const index = this.trace.records.findIndex((record) => record.n === n);
    if (index >= 0) this.moveTo(index);
  }

  /** Go *by* records further; those of hidden kinds are passed over. */
  step(by) {
    if (!this.trace) return;
    const { records } = this.trace;
    let next = this.at + by;
    while (records[next] && this.hidden.has(records[next].kind)) next += by;
    if (records[next]) this.moveTo(next);
  }

  /** Go to the next step of the scenario in direction *by*. */
  stepOver(by) {
    if (!this.trace) return;
    const { records } = this.trace;
    let next = this.at + by;
    while (records[next] && records[next].kind !== "step") next += by;
    this.moveTo(Math.min(records.length - 1, Math.max(0, next)));
  }

  /** Go to one end of the trace: the first record for 0, the last one for -1. */
  jump(where) {
    if (this.trace) this.moveTo(where === 0 ? 0 : this.trace.records.length - 1);
  }

  /** Go to the record at *index*. */
  moveTo(index) {
    this.at = index;
    const { record } = this;
    this.slider.value = String(index);
    const clock = wallClock(this.trace.start, record.at);
    const text = told(record);
    this.slider.setAttribute("aria-valuetext", `${instant(record.at)}, ${text.title} ${text.note}`);
    fill(
      this.clock,
      h("b", {}, instant(record.at)),
      clock ? h("span", {}, `${clock.day} ${clock.time}${clock.seconds}`) : null,
    );
    this.drawJourneys();
    this.drawPhones();
    this.mark();
    this.onMoment(record.n);
  }

  drawPhones() {
    const { records, start, phones } = this.trace;
    const wanted = this.phones.length > 2 ? this.phonesAround() : this.phones;
    fill(
      this.phoneHost,
      wanted.map((name) => {
        const state = phoneAt(records, name, this.at);
        return h("section", {}, drawPhone(state, { name, hue: this.hue, start, ...phones[name] }), drawPhoneFacts(state));
      }),
    );
  }

  // Of many phones the two are drawn that matter at the moment: the one that acts, and the receiver of the last push.
  phonesAround() {
    const near = [this.record.actor, ...this.journeys.map((journey) => journey.phone).reverse(), ...this.phones];
    return [...new Set(near.filter((name) => this.phones.includes(name)))].slice(0, 2);
  }

  /** Mark in the open view where the moment is. */
  mark() {
    const { n } = this.record;
    if (this.tab === "scenario") this.drawScenario();
    const own = { timeline: `row-${n}`, logcat: `log-${this.logs.findLast((record) => record.n <= n)?.n}` }[this.tab];
    for (const marked of this.panel.querySelectorAll("[aria-selected=true]")) marked.setAttribute("aria-selected", "false");
    const row = own && this.panel.querySelector(`#${own}`);
    if (row) {
      row.setAttribute("aria-selected", "true");
      row.parentElement.setAttribute("aria-activedescendant", own);
      row.scrollIntoView({ block: "nearest" });
    }
    for (const late of this.panel.querySelectorAll(".row")) late.classList.toggle("is-future", Number(late.dataset.n) > n);
  }

  drawScenario() {
    const failed = new Set(this.trace.failures.map((failure) => failure.line));
    const step = this.trace.records.slice(0, this.at + 1).findLast((record) => record.kind === "step");
    fill(this.panel, drawSource(this.trace.source, { failed, present: step?.data.line ?? 0 }));
  }

  // -- playing ----------------------------------------------------------------------------------------------------

  /** Let time pass record by record, or stop it. */
  toggle() {
    if (this.timer) {
      this.stop();
    } else if (this.trace) {
      if (this.at >= this.trace.records.length - 1) this.moveTo(0);
      this.timer = setInterval(() => this.tick(), PLAY_MS);
      fill(this.playButton, icon("pause"));
    }
  }

  tick() {
    this.step(1);
    if (this.at >= this.trace.records.length - 1) this.stop();
  }

  /** Let time stand still. */
  stop() {
    clearInterval(this.timer);
    this.timer = null;
    if (this.playButton) fill(this.playButton, icon("play"));
  }
}

/** What the drawing of why tells already, with its own labels and in both languages. */
const TOLD_ANYWAY = new Set(["dropped", "root", "because", "rule", "waits for"]);
