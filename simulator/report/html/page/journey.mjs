// The journey of a push: its hops, where it ended and why, drawn as a line with stations.

import { breakable, h, isolated } from "./dom.mjs";
import { span } from "./time.mjs";
import { say, sayCode, sayReason, sayRepair, saySource, word } from "./words.mjs";

export const PUSH_HOPS = [
  "im_accepted",
  "offline_decided",
  "push_requested",
  "vendor_accepted",
  "dispatched",
  "device_received",
  "posted",
];
export const CLICK_HOPS = ["tapped", "handled"];
const HOPS = [...PUSH_HOPS, ...CLICK_HOPS];

/**
 * @typedef {Object} Journey
 * @property {number} push
 * @property {string} phone - Empty where nobody knows which.
 * @property {string} from
 * @property {string} to
 * @property {number} beganAt - Virtual ms.
 * @property {{name: string, at: number, n: number, outcome: string, reason: string, rule: string, actor: string,
 *   data: Object}[]} hops -
 *   The last record of each hop, in the order of the stations.
 * @property {string} end - shown, dropped or pending.
 * @property {string} reason - Of the end; empty when shown.
 * @property {string} rule - What said no.
 */

/**
 * Read the journeys of all pushes from a trace.
 *
 * @param {import("./state.mjs").TraceRecord[]} records
 * @returns {Journey[]} In the order in which the pushes began.
 */
export function journeysIn(records) {
  const journeys = new Map();
  for (const record of records) follow(journeys, record);
  return [...journeys.values()];
}

/**
 * Let a record tell how its push goes on; most records tell nothing.
 *
 * @param {Map<number, Journey>} journeys - By push, in the order in which they began.
 * @param {import("./state.mjs").TraceRecord} record
 * @returns {?Journey} The one that goes on.
 */
export function follow(journeys, record) {
  if (record.kind !== "hop" || !record.push) return null;
  let journey = journeys.get(record.push);
  if (!journey) journeys.set(record.push, (journey = begun(record)));
  const { name, at, n, outcome, reason, rule, actor, data } = record;
  const others = journey.hops.filter((hop) => hop.name !== name);
  journey.hops = [...others, { name, at, n, outcome, reason, rule, actor, data }].sort((one, other) => place(one) - place(other));
  journey.phone ||= data.phone ?? (name === "device_received" || name === "posted" ? actor : "");
  settle(journey, record);
  return journey;
}

function place({ name }) {
  return HOPS.indexOf(name);
}

function begun({ push, at, data }) {
  return { push, phone: data.phone ?? "", from: data.from ?? "", to: data.to ?? "", beganAt: at, hops: [] };
}

function settle(journey, { name, outcome, reason, rule }) {
  if (CLICK_HOPS.includes(name) || (name === "posted" && outcome === "ok")) {
    Object.assign(journey, { end: "shown", reason: "", rule: "" });
  } else {
    Object.assign(journey, { end: outcome === "refused" ? "dropped" : "pending", reason, rule });
  }
}

/**
 * Draw a journey as a line of stations: those passed, the one where it ended, those it never saw.
 *
 * @param {Journey} journey
 * @param {Object} [options]
 * @param {number} [options.upToN] - Hops behind this record are drawn as not reached yet.
 * @param {(n: number) => void} [options.onPick] - Called with a hop's record when its station is chosen.
 * @returns {HTMLElement}
 */
export function drawJourney(journey, { upToN = Infinity, onPick } = {}) {
  const byName = new Map(journey.hops.map((hop) => [hop.name, hop]));
  const clicked = journey.hops.some((hop) => CLICK_HOPS.includes(hop.name));
  // Who sends to the vendor alone passes no station of IM.
  const own = PUSH_HOPS.slice(Math.max(0, PUSH_HOPS.indexOf(journey.hops[0]?.name)));
  const names = clicked ? [...own, ...CLICK_HOPS] : own;
  return h(
    "ol.journey",
    { "aria-label": say("journey_of", { push: journey.push }) },
    names.map((name) => drawStation(name, byName.get(name), journey, upToN, onPick)),
  );
}

function drawStation(name, hop, journey, upToN, onPick) {
  const isReached = hop && hop.n <= upToN;
  const how = isReached ? hop.outcome : "away";
  const time = isReached ? span(hop.at - journey.beganAt) : "";
  const inside = [
    h("span.dot", { "aria-hidden": "true" }),
    h("span.name", {}, word("hop", name)),
    h("span.at", {}, time),
    isReached && hop.reason ? h("span.reason", {}, breakable(hop.reason)) : null,
  ];
  const label = [word("hop", name), isReached ? word("outcome", how) : say("not_reached"), time].filter(Boolean).join(", ");
  const station =
    isReached && onPick
      ? h("button.station", { type: "button", "aria-label": label, onclick: () => onPick(hop.n) }, inside)
      : h("span.station", {}, inside);
  return h(`li.is-${how}`, {}, station);
}

/**
 * Tell why a push ended where it did: the reason, what said so and where that is written, and what mends it.
 *
 * @param {{reason: string, root: string, rule: string}} verdict
 * @param {Object} vocabulary - `reasons` and `rules` of the page.
 * @param {Object} [more]
 * @param {[string, string][]} [more.before] - Further lines, each with its label, above these.
 * @param {string} [more.next] - What to do, where that is known better than the reason knows.
 * @returns {HTMLElement}
 */
export function drawWhy({ reason, root, rule }, vocabulary, { before = [], next = "" } = {}) {
  const rows = before.map(([label, text]) => [label, [isolated(text)]]);
  if (reason && reason !== root) rows.push([say("dropped_because"), [code(reason), sayReason(vocabulary, reason)]]);
  if (root) rows.push([say(reason && reason !== root ? "root_cause" : "because"), [code(root), sayReason(vocabulary, root)]]);
  if (rule) rows.push([say("rule"), [code(rule), drawSourceOf(rule, vocabulary)]]);
  if (rule && sayCode(vocabulary, rule)) rows.push([say("answered"), [isolated(sayCode(vocabulary, rule))]]);
  const repair = next || sayRepair(vocabulary, root || reason);
  if (repair) rows.push([say("next_step"), [h("span.repair", {}, repair)]]);
  return h(
    "dl.why",
    {},
    rows.map(([label, told]) => [h("dt", {}, label), h("dd", {}, told)]),
  );
}

function code(text) {
  return h("code", {}, isolated(text));
}

function drawSourceOf(rule, vocabulary) {
  const { grade } = vocabulary.rules[rule] ?? {};
  if (!grade) return null;
  return h(
    "span.source",
    {},
    `${saySource(vocabulary, rule)} `,
    h(`span.grade.is-${grade}`, { title: word("grade_hint", grade) }, word("grade", grade)),
  );
}
