// All that one record holds.

import { h, isolated } from "./dom.mjs";
import { drawWhy } from "./journey.mjs";
import { drawCarried } from "./wire.mjs";
import { say, saySource } from "./words.mjs";

/**
 * Draw a record: what led to it, why it says no, what it leans on, and what it carries.
 *
 * @param {import("./state.mjs").TraceRecord} record
 * @param {Object} vocabulary - `reasons` and `rules` of the page.
 * @param {(n: number) => void} onPick - Called with the record that led here, when it is chosen.
 * @returns {HTMLElement}
 */
export function drawRecord(record, vocabulary, onPick) {
  const { n, kind, actor, name, reason, rule, parent, data } = record;
  const { facts = [], ...rest } = data;
  const isWire = kind === "wire";
  return h(
    "div.detail",
    {},
    h(
      "p.line",
      {},
      h("span.quiet", {}, isolated(`#${n} ${kind} \u00b7 ${actor}${isWire ? ` \u00b7 ${name}` : ""}`)),
      parent ? h("button.quiet", { type: "button", onclick: () => onPick(parent) }, say("led_here", { n: parent })) : null,
    ),
    reason ? drawWhy({ reason, root: reason, rule }, vocabulary) : null,
    rule && !reason ? drawNamed("rule", [rule], vocabulary) : null,
    facts.length ? drawNamed("facts", facts, vocabulary) : null,
    isWire ? drawCarried(record) : drawData(rest),
  );
}

function drawNamed(label, names, vocabulary) {
  return h(
    "p.rule",
    {},
    h("b", {}, say(label)),
    names.map((name) => [" ", h("code", { title: saySource(vocabulary, name) }, isolated(name))]),
    names.length === 1 ? [" ", h("span.source", {}, saySource(vocabulary, names[0]))] : null,
  );
}

function drawData(data) {
  const pairs = Object.entries(data).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
  if (!pairs.length) return null;
  return h(
    "dl.headers",
    {},
    pairs.map(([name, value]) => [h("dt", {}, isolated(name)), h("dd", {}, isolated(value))]),
  );
}
