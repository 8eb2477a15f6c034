// The time-travel view: one lane for each actor, one row for each record, with what passed between the lanes.

import { breakable, h, isolated, svg } from "./dom.mjs";
import { CLICK_HOPS } from "./journey.mjs";
import { phonesIn } from "./state.mjs";
import { instant } from "./time.mjs";
import { say, word } from "./words.mjs";

const ROW = 26;
const SENDER_STEPS = new Set(["send_message", "call_rest", "send_to_vendor"]);
const APP_HOPS = new Set(["sdk_started", "reg_id_received", "token_reported", "handled"]);
const PHONE_STATES = new Set(["activity", "badge"]);

/**
 * @typedef {Object} Lane
 * @property {string} id - `sender`, `customer`, `console`, `im`, a vendor's name, `phone:NAME` or `app:NAME`.
 * @property {string} role - sender, customer, console, im, vendor, phone or app.
 * @property {string} name - Of the phone or vendor; empty for what there is one of.
 */

/**
 * Lay out the lanes of a trace: sender, customer and console where they act, IM, vendors' clouds, phones with their apps.
 *
 * @param {import("./state.mjs").TraceRecord[]} records
 * @returns {{lanes: Lane[], places: Place[]}} `places` has for each record, in order, where it happens.
 *
 * @typedef {Object} Place
 * @property {number} lane - Index of the lane on which the record stands; -1 for a step that concerns nobody's lane.
 * @property {number} to - Index of the lane that it goes to; the same as `lane` where nothing moves.
 */
export function layOutLanes(records) {
  const phones = phonesIn(records);
  const isPhone = new Set(phones);
  const pairs = records.map((record) => placeOf(record, isPhone));
  const used = new Set(pairs.flat());
  const isKnown = (id) => used.has(id);
  const ids = [
    ...["sender", "customer", "console", "im"].filter(isKnown),
    ...[...used].filter((id) => id.startsWith("vendor:")).sort(),
    ...[...used].filter((id) => id.startsWith("other:")).sort(),
    ...phones.flatMap((phone) => [`phone:${phone}`, `app:${phone}`].filter(isKnown)),
  ];
  const index = new Map(ids.map((id, position) => [id, position]));
  const places = pairs.map(([lane, to]) => ({ lane: index.get(lane) ?? -1, to: index.get(to) ?? index.get(lane) ?? -1 }));
  return { lanes: ids.map((id) => laneOf(id)), places };
}

function laneOf(id) {
  const [role, name] = id.includes(":") ? [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)] : [id, ""];
  return { id, role, name };
}

function placeOf(record, isPhone) {
  if (record.kind === "wire") return wirePlace(record, isPhone);
  if (record.kind === "fault") return [ownerOf(record.actor.split(">")[0], isPhone), ownerOf(record.actor.split(">")[1] ?? "", isPhone)];
  const at = standingPlace(record, isPhone);
  return [at, at];
}

function wirePlace({ name, actor, data }, isPhone) {
  const [near, far] = name.split(">");
  const isPrivate = Boolean(data.message);
  const end = (who) => (isPhone.has(who) && near === "im" && isPrivate ? `app:${who}` : ownerOf(who, isPhone));
  return actor === near ? [end(near), end(far)] : [end(far), end(near)];
}

function standingPlace({ kind, name, actor }, isPhone) {
  if (actor === "scenario") return SENDER_STEPS.has(name) ? "sender" : "";
  if (!isPhone.has(actor)) return ownerOf(actor, isPhone);
  if (name === "token_bound") return "im";
  if (kind === "callback" || kind === "log" || APP_HOPS.has(name) || PHONE_STATES.has(name)) return `app:${actor}`;
  return `phone:${actor}`;
}

function ownerOf(actor, isPhone) {
  if (actor === "im" || actor === "customer" || actor === "console") return actor;
  if (actor.endsWith(" console")) return "console";
  if (isPhone.has(actor)) return `phone:${actor}`;
  if (actor.includes("@")) return `other:${actor}`;
  if (actor.endsWith(" cloud")) return `vendor:${actor.slice(0, -" cloud".length)}`;
  return actor ? `vendor:${actor}` : "";
}

/**
 * Tell a record in one line.
 *
 * @param {import("./state.mjs").TraceRecord} record
 * @returns {{title: string, note: string}} `title` names it, `note` says what is particular about it.
 */
export function told({ kind, name, data }) {
  switch (kind) {
    case "hop":
      return { title: word("hop", name), note: hopNote(name, data) };
    case "wire":
      return wireTold(data);
    case "log":
      return { title: `${data.level}/${name}`, note: data.text ?? "" };
    case "state":
      return { title: word("state", name), note: stateNote(data) };
    default:
      return { title: name, note: stateNote(data) };
  }
}

function hopNote(name, data) {
  if (name === "im_accepted") return [data.from, data.to].filter(Boolean).join(" \u2192 ");
  if (name === "posted") return data.title ?? data.detail ?? "";
  if (name === "vendor_accepted") return data.text ?? data.message_id ?? "";
  if (CLICK_HOPS.includes(name)) return data.activity ?? "";
  return data.reg_id ?? data.token ?? data.vendor ?? data.detail ?? data.title ?? data.text ?? "";
}

function wireTold(data) {
  if (data.request) return { title: data.request.method, note: data.request.url.replace(/^\w+:\/\//, "").replace(/\?.*$/s, "") };
  if (data.answer) return { title: String(data.answer.status), note: data.answer.body ?? "" };
  const { message = "", fields = {} } = data;
  return { title: message, note: fields.title ?? fields.user ?? fields.command ?? fields.kind ?? fields.text ?? "" };
}

function stateNote(data) {
  const { package: _package, facts: _facts, line: _line, key: _key, ...rest } = data;
  return Object.entries(rest)
    .filter(([, value]) => value !== "" && value !== null && typeof value !== "object")
    .map(([name, value]) => (name === "state" || name === "network" ? word("value", String(value)) : `${word("field", name)}: ${word("value", String(value))}`))
    .join(", ");
}

/**
 * Follow pushes through the lanes: where each one is before and behind every record.
 *
 * @param {import("./state.mjs").TraceRecord[]} records
 * @param {Place[]} places
 * @param {number[]} pushes - The ones to follow.
 * @returns {{push: number, before: number, behind: number, ends: boolean}[][]} For each record the threads that pass it;
 *   `before` and `behind` are lanes, -1 for not there.
 */
export function threadsOf(records, places, pushes) {
  const spans = new Map(pushes.map((push) => [push, spanOf(records, push)]));
  const at = new Map(pushes.map((push) => [push, -1]));
  return records.map((record, index) => {
    const passing = [];
    for (const push of pushes) {
      const { first, last } = spans.get(push);
      if (index < first || index > last) continue;
      const before = at.get(push);
      const isHop = record.push === push && record.kind === "hop";
      const behind = isHop ? places[index].lane : before;
      at.set(push, behind);
      passing.push({ push, before, behind: index === last ? -1 : behind, on: behind, ends: index === last });
    }
    return passing;
  });
}

function spanOf(records, push) {
  const isHop = (record) => record.push === push && record.kind === "hop";
  return { first: records.findIndex(isHop), last: records.findLastIndex(isHop) };
}

/**
 * Draw the heads of the lanes.
 *
 * @param {Lane[]} lanes
 * @returns {HTMLElement}
 */
export function drawHeads(lanes) {
  return h(
    "div.lane-heads",
    { "aria-hidden": "true" },
    h("span.at", {}),
    h("span.heads", {}, lanes.map((lane) => h("span.lane-head", { title: headOf(lane) }, h("span", {}, breakable(headOf(lane)))))),
    h("span", {}),
  );
}

// An app stands beside its phone, whose name it need not repeat.
function headOf({ role, name }) {
  return role === "app" ? word("lane", role) : name || word("lane", role);
}

/**
 * Draw one record: time, lanes with what moves between them, and words.
 *
 * @param {Object} row
 * @param {import("./state.mjs").TraceRecord} row.record
 * @param {Place} row.place
 * @param {Object[]} row.threads - As `threadsOf` returns them for this record.
 * @param {number} row.lanes - How many there are.
 * @param {string} [row.sourceLine] - Of a step, as it stands in the scenario.
 * @param {boolean} [row.sameTime] - At the same instant as the row before it.
 * @returns {HTMLElement} Without listeners: whoever lists the rows listens for all of them.
 */
export function drawRow({ record, place, threads, lanes, sourceLine = "", sameTime = false }) {
  const { title, note } = told(record);
  const isStep = record.kind === "step";
  return h(
    `div.row.is-${record.kind}.is-${record.outcome}`,
    { id: `row-${record.n}`, role: "option", "data-n": record.n, "aria-selected": "false" },
    h(`span.at${sameTime ? ".is-same" : ""}`, {}, instant(record.at)),
    drawLanes(record, place, threads, lanes),
    h(
      "span.words",
      {},
      isStep
        ? h("code.step", {}, isolated(sourceLine.trim().replace(/^- /, "") || record.name))
        : [h("b", {}, isolated(title)), " ", h("span.note", {}, isolated(note.slice(0, NOTE_MAX)))],
      record.reason ? h("span.reason", {}, record.reason) : null,
      isStep && record.outcome === "failed" ? h("span.reason", {}, say("failed_here")) : null,
    ),
  );
}

const NOTE_MAX = 160;

function drawLanes(record, place, threads, lanes) {
  const x = (lane) => `${((lane + 0.5) / lanes) * 100}%`;
  const middle = ROW / 2;
  const marks = [];
  for (let lane = 0; lane < lanes; lane += 1) marks.push(svg("line.lane", { x1: x(lane), x2: x(lane), y1: 0, y2: ROW }));
  for (const { push, before, behind, on } of threads) {
    const colour = `thread-${push % THREADS}`;
    if (before >= 0) marks.push(svg(`line.thread.${colour}`, { x1: x(before), x2: x(before), y1: 0, y2: middle }));
    if (before >= 0 && before !== on) marks.push(svg(`line.thread.${colour}`, { x1: x(before), x2: x(on), y1: middle, y2: middle }));
    if (behind >= 0) marks.push(svg(`line.thread.${colour}`, { x1: x(behind), x2: x(behind), y1: middle, y2: ROW }));
  }
  if (place.lane >= 0 && place.to !== place.lane) marks.push(...drawArrow(x(place.lane), x(place.to), place.to > place.lane, middle));
  if (place.lane >= 0) marks.push(svg("circle.mark", { cx: x(place.lane), cy: middle, r: record.kind === "hop" ? 5 : 3 }));
  return svg("svg.lanes", { height: ROW, "aria-hidden": "true" }, marks);
}

export const THREADS = 5;

function drawArrow(from, to, isRight, middle) {
  // Nested, so that the head stands at a percentage while its shape is in pixels.
  const head = svg(
    "svg.arrow-head",
    { x: to, y: middle, overflow: "visible" },
    svg("path", { d: isRight ? "M-8 -3.500 -2 0 -8 3.500" : "M8 -3.500 2 0 8 3.500" }),
  );
  return [svg("line.arrow", { x1: from, x2: to, y1: middle, y2: middle }), head];
}
