// The answer to a ticket: where it broke, why, what mends it, what to ask, and a reply.

import { copy } from "../../../report/html/page/command.mjs";
import { readVocabulary, unpacked } from "../../../report/html/page/data.mjs";
import { fill, h, isolated, visible } from "../../../report/html/page/dom.mjs";
import { icon } from "../../../report/html/page/icons.mjs";
import { drawSource } from "../../../report/html/page/source.mjs";
import { language, phrase, say, sayReason, saySource, sayVendor, setLanguage, word } from "../../../report/html/page/words.mjs";
import { ANSWER_SENTENCES } from "./words.mjs";

const TOKEN_STATIONS = 5;
const EVIDENCE_SHOWN = 6;

function tell(key, values = {}) {
  return phrase(ANSWER_SENTENCES, key, values);
}

/** Return the half of a text in two languages that the page speaks now. */
function inLanguage([en, zh]) {
  return language() === "zh" ? zh : en;
}

class AnswerPage {
  constructor(answer) {
    this.answer = answer;
    this.vocabulary = readVocabulary(answer.vocabulary);
    this.head = document.getElementById("head");
    this.main = document.getElementById("main");
    document.getElementById("list").remove();
    document.body.classList.add("answer");
    this.main.classList.remove("is-waiting");
    this.draw();
  }

  draw() {
    document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
    document.title = `${this.headline()} · pushsim`;
    fill(
      this.head,
      h("span.brand", {}, h("span.mark", { "aria-hidden": "true" }), tell("title")),
      h("span.spring"),
      h("button", { type: "button", id: "language", onclick: () => this.switchLanguage() }, language() === "zh" ? "English" : "中文"),
    );
    const { answer } = this;
    fill(
      this.main,
      h(
        "header.verdict",
        {},
        answer.evidence.length ? h("p.quiet", {}, sayVendor(this.vocabulary, answer.vendor)) : null,
        h(`h1.is-${answer.verdict}`, {}, this.headline()),
        answer.together ? h("p", {}, tell("two")) : null,
      ),
      answer.before.length ? this.drawChains() : null,
      answer.causes.length ? this.drawCauses() : answer.evidence.length ? this.drawEvidence(answer.evidence, tell("seen")) : null,
      answer.contradictions.length ? h("section", { "aria-label": tell("contradictions") }, h("h2", {}, tell("contradictions")), this.drawEvidence(answer.contradictions, "", "is-against")) : null,
      this.drawAsked(),
      this.drawReply(),
      this.drawScenario(),
      this.drawUnreadable(),
    );
  }

  headline() {
    const { verdict, hop } = this.answer;
    return tell(verdict, { hop: hop ? word("hop", hop) : "" });
  }

  switchLanguage() {
    setLanguage(language() === "zh" ? "en" : "zh");
    this.draw();
    document.getElementById("language").focus();
  }

  drawChains() {
    const { before, after, ending } = this.answer;
    return h(
      "section",
      { "aria-label": tell("where") },
      h("h2", {}, tell("where")),
      this.drawChain(before, tell("lost")),
      ending ? this.drawEnding(ending) : null,
      after.length ? this.drawChain(after, tell("mended")) : null,
    );
  }

  drawChain(stations, heading) {
    const ways = [
      [tell("token_way"), stations.slice(0, TOKEN_STATIONS)],
      [tell("push_way"), stations.slice(TOKEN_STATIONS)],
    ];
    return h(
      "div.one-journey",
      {},
      h("h3", {}, heading),
      ways.map(([label, way]) => [h("h4", {}, label), h("ol.journey", { "aria-label": label }, way.map((one) => this.drawStation(one)))]),
    );
  }

  drawStation({ hop, outcome, reason }) {
    const how = outcome || "away";
    return h(
      `li.is-${how}`,
      {},
      h(
        "span.station",
        { "aria-label": [word("hop", hop), outcome ? word("outcome", outcome) : say("not_reached")].join(", ") },
        h("span.dot", { "aria-hidden": "true" }),
        h("span.name", {}, word("hop", hop)),
        reason ? h("span.reason", { title: sayReason(this.vocabulary, reason) }, reason) : null,
      ),
    );
  }

  drawEnding({ hop, reason, rule, check }) {
    const meaning = sayReason(this.vocabulary, reason);
    const source = saySource(this.vocabulary, rule);
    return h(
      "dl.why",
      {},
      h("dt", {}, tell("ending")),
      h("dd", {}, word("hop", hop), " ", h("code", {}, reason), meaning ? ` ${meaning}` : null),
      rule ? [h("dt", {}, say("rule")), h("dd", {}, h("code", {}, rule), source ? h("span.source", {}, source) : null)] : null,
      check ? [h("dt", {}, tell("check")), h("dd", {}, h("code", {}, check))] : null,
    );
  }

  drawCauses() {
    return h("section", { "aria-label": tell("causes") }, h("h2", {}, tell("causes")), h("ol.causes", {}, this.answer.causes.map((one, index) => this.drawCause(one, index))));
  }

  drawCause(cause, index) {
    const percent = Math.round(cause.probability * 100);
    const first = index === 0 || (index === 1 && this.answer.together);
    return h(
      first ? "li.cause.is-first" : "li.cause",
      {},
      h(
        "div.share",
        {},
        h("meter", { min: 0, max: 100, value: percent, "aria-label": inLanguage(cause.about) }),
        h("b", {}, `${percent} %`),
      ),
      h("h3", {}, inLanguage(cause.about)),
      h("p.quiet", {}, inLanguage(cause.stretch), " ", h("code", {}, cause.id)),
      cause.also.length ? h("div.also", {}, h("p.quiet", {}, tell("also")), h("ul", {}, cause.also.map((one) => h("li", {}, inLanguage(one))))) : null,
      cause.repair ? this.drawRepair(cause.repair) : null,
      cause.evidence.length ? this.drawEvidence(cause.evidence, tell("for_it")) : null,
      cause.against.length ? this.drawEvidence(cause.against, tell("against_it"), "is-against") : null,
    );
  }

  drawRepair({ text, told }) {
    return h(
      "div.repair-box",
      {},
      h("h4", {}, tell("repair")),
      h("p", {}, inLanguage(text)),
      h("p.verified", {}, icon("done"), tell("verified")),
      told.length ? h("details", {}, h("summary", {}, tell("edits")), h("ul", {}, told.map((one) => h("li", {}, h("code", {}, isolated(one)))))) : null,
    );
  }

  drawEvidence(evidence, heading, kind = "is-for") {
    const rows = evidence.map((one) => this.drawLine(one));
    const rest = rows.slice(EVIDENCE_SHOWN);
    return h(
      "div.evidence",
      {},
      heading ? h("h4", {}, heading) : null,
      h(`ul.${kind}`, {}, rows.slice(0, EVIDENCE_SHOWN)),
      rest.length ? h("details", {}, h("summary", {}, tell("more", { count: rest.length })), h(`ul.${kind}`, {}, rest)) : null,
    );
  }

  drawLine({ file, line, text, means }) {
    return h(
      "li",
      {},
      h("span", {}, inLanguage(means)),
      h("span.path", {}, isolated(file), " · ", line ? tell("line", { line }) : tell("whole")),
      h("code", { dir: "ltr" }, isolated(text)),
    );
  }

  drawAsked() {
    const { asked } = this.answer;
    if (!asked.length) return null;
    return h(
      "section",
      { "aria-label": tell("ask") },
      h("h2", {}, tell("ask")),
      h("ol.asked", {}, asked.map(({ question, how }) => h("li", {}, h("p", {}, inLanguage(question)), h("p.quiet", {}, `${tell("how")}: `, h("code", { dir: "ltr" }, isolated(inLanguage(how))))))),
    );
  }

  drawReply() {
    const text = inLanguage(this.answer.reply);
    if (!text) return null;
    return h("section", { "aria-label": tell("reply") }, h("h2", {}, tell("reply")), h("div.copied", {}, h("p.reply", { id: "reply" }, visible(text)), this.copyButton("copy-reply", text)));
  }

  drawScenario() {
    const { scenario } = this.answer;
    if (!scenario.length) return null;
    return h(
      "section",
      { "aria-label": tell("scenario") },
      h("h2", {}, tell("scenario")),
      h("p.quiet", {}, tell("scenario_hint")),
      h("div.copied", {}, drawSource(scenario, { failed: new Set(), present: 0 }), this.copyButton("copy-scenario", `${scenario.join("\n")}\n`)),
    );
  }

  copyButton(id, text) {
    const button = h("button.copy", { type: "button", id, "aria-label": say("copy"), title: say("copy"), onclick: () => copy(text, button) }, icon("copy"));
    return button;
  }

  drawUnreadable() {
    const { unreadable } = this.answer;
    if (!unreadable.length) return null;
    return h(
      "section",
      { "aria-label": tell("left_out") },
      h("h2", {}, tell("left_out")),
      h("ul", {}, unreadable.map(({ file, why }) => h("li", {}, h("span.path", {}, isolated(file)), " ", isolated(why)))),
    );
  }
}

setLanguage(navigator.language.startsWith("zh") ? "zh" : "en");
new AnswerPage(await unpacked(document.getElementById("index").textContent));
