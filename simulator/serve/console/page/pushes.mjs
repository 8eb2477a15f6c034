// Journeys of the latest pushes, newest first, each folded to one line that says how it stands.

import { fill, h, isolated } from "../../../report/html/page/dom.mjs";
import { CLICK_HOPS, drawJourney, drawWhy, PUSH_HOPS } from "../../../report/html/page/journey.mjs";
import { wallClock } from "../../../report/html/page/time.mjs";
import { sayRepair, word } from "../../../report/html/page/words.mjs";
import { tell } from "./texts.mjs";

const SHOWN_MAX = 40;

/** The list of journeys. */
export class Pushes {
  /**
   * @param {HTMLElement} place
   * @param {Object} about
   * @param {import("./live.mjs").LiveWorld} about.world
   * @param {import("./live.mjs").WorldClock} about.clock
   * @param {Object} about.vocabulary
   */
  constructor(place, about) {
    Object.assign(this, about);
    this.place = place;
    this.rows = new Map();
  }

  /** Draw everything anew. */
  draw() {
    fill(this.place);
    this.redraw(this.world.journeys.keys());
  }

  /** Draw the journeys of *pushes* again. */
  redraw(pushes) {
    const shown = [...this.world.journeys.keys()].slice(-SHOWN_MAX);
    const oldest = shown[0] ?? 0;
    for (const push of pushes) if (push >= oldest) this.drawRow(this.world.journeys.get(push));
    for (const [push, row] of this.rows) {
      if (push >= oldest && this.world.journeys.has(push)) continue;
      row.remove();
      this.rows.delete(push);
    }
    if (!shown.length) fill(this.place, h("p.empty", {}, tell("no_pushes")));
    else this.place.querySelector(":scope > .empty")?.remove();
  }

  drawRow(journey) {
    if (!journey) return;
    const before = this.rows.get(journey.push);
    const row = h("details.push", { "data-push": journey.push, "data-end": journey.end, open: before?.open, ontoggle: () => this.unfold(row, journey) }, this.drawSummary(journey));
    if (before?.open) this.unfold(row, journey);
    const hasFocus = before?.querySelector("summary") === document.activeElement && before;
    if (before?.isConnected) before.replaceWith(row);
    else this.insert(row, journey.push);
    if (hasFocus) row.querySelector("summary").focus();
    this.rows.set(journey.push, row);
  }

  insert(row, push) {
    const next = [...this.place.children].find((other) => Number(other.dataset.push) < push);
    this.place.insertBefore(row, next ?? null);
  }

  drawSummary(journey) {
    const { push, phone, end, reason, root = reason, hops, from } = journey;
    const told = titleOf(journey);
    const clock = wallClock(this.clock.start, journey.beganAt);
    const handled = hops.find(({ name }) => name === "handled");
    const repair = end === "dropped" ? sayRepair(this.vocabulary, root) : "";
    return h(
      "summary",
      {},
      h(
        "div.push-head",
        {},
        h("span.number", {}, `#${push}`),
        h("b.push-title", {}, told ? isolated(told) : tell("a_push")),
        h(`span.end.is-${end}`, {}, handled ? word("hop", handled.outcome === "ok" ? "handled" : "tapped") : word("end", end)),
      ),
      h(
        "div.push-way",
        {},
        drawDots(hops, end),
        h("span.quiet", {}, isolated([from, phone].filter(Boolean).join(" \u2192 "))),
        h("span.at", {}, clock ? `${clock.time}${clock.seconds}` : ""),
      ),
      reason
        ? h("div.push-why", {}, h(`span.reason${end === "pending" ? ".is-waiting" : ""}`, {}, reason), root === reason ? null : h("span.reason", {}, root), repair ? h("span", {}, repair) : null)
        : null,
      handled ? h("div.push-why", {}, drawHandled(handled)) : null,
    );
  }

  unfold(row, journey) {
    row.querySelector(".push-inside")?.remove();
    if (!row.open) return;
    const { reason, root = reason, rule } = journey;
    row.append(
      h("div.push-inside.one-journey", {}, drawJourney(journey), reason ? drawWhy({ reason, root, rule }, this.vocabulary) : null),
    );
  }
}

function titleOf({ hops, delivery }) {
  const told = [delivery ?? {}, ...hops.map(({ data }) => data)];
  const titles = told.map(({ title }) => title).filter(Boolean);
  const bodies = told.map(({ body }) => body).filter(Boolean);
  return [titles.at(-1), bodies.at(-1)].filter(Boolean).join(" \u00b7 ");
}

function drawDots(hops, end) {
  const byName = new Map(hops.map((hop) => [hop.name, hop]));
  const names = [...PUSH_HOPS.slice(Math.max(0, PUSH_HOPS.indexOf(hops[0]?.name))), ...CLICK_HOPS.filter((name) => byName.has(name))];
  return h(
    "span.dots",
    { role: "img", "aria-label": `${word("end", end)}: ${word("hop", hops.at(-1).name)}` },
    names.map((name) => h(`i.is-${byName.get(name)?.outcome ?? "away"}`)),
  );
}

function drawHandled({ outcome, reason, data }) {
  const what = data.url || data.activity || "";
  if (outcome !== "ok") return [h("span.reason", {}, reason), tell("opened_nothing")];
  return [h("span.quiet", {}, tell("opened")), h("code", {}, isolated(what)), data.ext ? h("code.ext", {}, isolated(data.ext)) : null];
}
