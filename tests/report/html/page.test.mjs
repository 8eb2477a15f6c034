// What the page works out before it draws: journeys, lanes, exchanges, filters, words and times.

import assert from "node:assert/strict";
import test from "node:test";

import { folderOf, readRecords, readStart } from "../../../simulator/report/html/page/data.mjs";
import { visible } from "../../../simulator/report/html/page/dom.mjs";
import { EVERYTHING, choices, fits, grouped, reasonsOf } from "../../../simulator/report/html/page/filter.mjs";
import { journeysIn } from "../../../simulator/report/html/page/journey.mjs";
import { layOutLanes, threadsOf } from "../../../simulator/report/html/page/lanes.mjs";
import { instant, span, wallClock } from "../../../simulator/report/html/page/time.mjs";
import { exchangesIn, layOut } from "../../../simulator/report/html/page/wire.mjs";
import { NAMES, SENTENCES } from "../../../simulator/report/html/page/words.mjs";
import { records } from "./records.mjs";

const hop = (name, actor, others = {}) => ["hop", name, {}, { actor, push: 1, ...others }];

// -- journeys ---------------------------------------------------------------------------------------------------------

test("a journey ends where its last hop was refused", () => {
  const [journey] = journeysIn(
    records(
      ["hop", "im_accepted", { from: "alice", to: "bob", phone: "bob_phone" }, { actor: "im", push: 1 }],
      hop("offline_decided", "im", { outcome: "refused", reason: "logged_out", rule: "im.logged_out" }),
    ),
  );
  assert.deepEqual([journey.end, journey.reason, journey.rule], ["dropped", "logged_out", "im.logged_out"]);
  assert.deepEqual([journey.from, journey.to, journey.phone], ["alice", "bob", "bob_phone"]);
  assert.deepEqual(journey.hops.map((one) => one.name), ["im_accepted", "offline_decided"]);
});

test("a push that waited and was shown then is shown", () => {
  const [journey] = journeysIn(
    records(hop("dispatched", "vivo cloud", { outcome: "waiting", reason: "device_offline" }), hop("dispatched", "vivo cloud"), hop("posted", "bob_phone")),
  );
  assert.deepEqual([journey.end, journey.reason, journey.hops[0].outcome], ["shown", "", "ok"]);
});

test("a tap that opens nothing leaves the push shown", () => {
  const [journey] = journeysIn(
    records(hop("posted", "bob_phone"), hop("tapped", "bob_phone"), hop("handled", "bob_phone", { outcome: "refused", reason: "no_activity" })),
  );
  assert.equal(journey.end, "shown");
});

// -- lanes ------------------------------------------------------------------------------------------------------------

const WORLD = [
  ["step", "send_message", { line: 1 }, { actor: "scenario" }],
  ["state", "process", { state: "dead" }],
  hop("im_accepted", "im"),
  ["wire", "im>vivo", { request: { method: "POST", url: "https://x/y", headers: [], body: "" } }, { actor: "im" }],
  hop("vendor_accepted", "vivo cloud"),
  ["wire", "im>vivo", { answer: { status: 200, headers: [], body: "" } }, { actor: "vivo" }],
  ["wire", "vivo>bob_phone", { message: "Delivery", fields: {} }, { actor: "vivo" }],
  hop("posted", "bob_phone"),
  ["wire", "im>bob_phone", { message: "LogIn", fields: {} }],
];

test("lanes stand from the sender to the app, and only those that are used", () => {
  assert.deepEqual(layOutLanes(records(...WORLD)).lanes.map((lane) => lane.id), ["sender", "im", "vendor:vivo", "phone:bob_phone", "app:bob_phone"]);
});

test("what goes over a link starts at who sent it", () => {
  const { places } = layOutLanes(records(...WORLD));
  assert.deepEqual([places[3], places[5], places[6], places[8]], [
    { lane: 1, to: 2 },
    { lane: 2, to: 1 },
    { lane: 2, to: 3 },
    { lane: 4, to: 1 },
  ]);
});

test("a thread follows its push from hop to hop, and nothing before or behind", () => {
  const given = records(...WORLD);
  const threads = threadsOf(given, layOutLanes(given).places, [1]);
  assert.deepEqual(threads.map((row) => row.map(({ before, behind }) => [before, behind])), [
    [],
    [],
    [[-1, 1]],
    [[1, 1]],
    [[1, 2]],
    [[2, 2]],
    [[2, 2]],
    [[2, -1]],
    [],
  ]);
});

// -- wire -------------------------------------------------------------------------------------------------------------

test("answers find their requests, also when they cross", () => {
  const request = (parent) => ["wire", "im>vivo", { request: { method: "POST", url: "/" } }, { actor: "im", parent }];
  const answer = (parent) => ["wire", "im>vivo", { answer: { status: 200 } }, { actor: "vivo", parent }];
  const pairs = exchangesIn(records(request(0), request(0), answer(2), answer(1)));
  assert.deepEqual(pairs.map((one) => [one.request.n, one.answer.n]), [
    [1, 4],
    [2, 3],
  ]);
});

test("a request without an answer stays without one", () => {
  const [exchange] = exchangesIn(records(["wire", "im>vivo", { request: { method: "POST", url: "/" } }]));
  assert.equal(exchange.answer, null);
});

test("JSON is indented", () => {
  assert.deepEqual(layOut('{"result":0}'), { kind: "json", text: '{\n  "result": 0\n}' });
});

test("a long number is never changed", () => {
  assert.match(layOut('{"taskId":364922943447397630}').text, /364922943447397630/);
});

test("a form is one field a line, with JSON inside it laid out", () => {
  const form = layOut("a=1&data=%7B%22b%22%3A%22x+y%22%7D", [["Content-Type", "application/x-www-form-urlencoded"]]);
  assert.deepEqual(form, { kind: "form", text: 'a = 1\ndata = {\n  "b": "x y"\n}' });
});

test("what is neither stays as it is", () => {
  assert.deepEqual(layOut("{broken"), { kind: "text", text: "{broken" });
  assert.deepEqual(layOut("%zz=1", [["content-type", "application/x-www-form-urlencoded"]]).text, "%zz = 1");
});

// -- cases ------------------------------------------------------------------------------------------------------------

const CASE = { vendor: "vivo", tags: ["nightly"], values: { android: "8" }, outcome: "failed", excuse: "", root: "no_token", what: "nothing", pushes: [], searched: "a killed phone\nvivo" };

test("a case fits when every word and every choice does", () => {
  const says = (parts, one = CASE) => fits(one, { ...EVERYTHING, ...parts });
  assert.ok(says({}));
  assert.ok(says({ text: "PHONE vivo", outcome: "failed", vendor: "vivo", tag: "nightly", value: "android=8", reason: "no_token" }));
  for (const parts of [{ text: "phone oppo" }, { outcome: "passed" }, { vendor: "oppo" }, { tag: "daily" }, { value: "android=9" }, { reason: "kicked" }]) {
    assert.equal(says(parts), false, JSON.stringify(parts));
  }
});

test("a case that passed is not found by the root of a failure", () => {
  assert.deepEqual(reasonsOf({ ...CASE, outcome: "passed", root: "", pushes: [{ reason: "no_token", root: "wrong_brand" }] }), ["no_token", "wrong_brand"]);
});

test("failures come first, the most frequent root before the others, then what is in quarantine", () => {
  const one = (root, outcome = "failed", rule = "") => ({ ...CASE, root, cause: { root, hop: "posted", rule }, outcome });
  const groups = grouped([one("b"), one("", "passed"), one("a"), one("b", "quarantined"), one("b"), one("a", "failed", "other")]);
  assert.deepEqual(groups.map(({ cause, outcome, cases }) => [cause.root, cause.rule, outcome, cases.length]), [
    ["b", "", "failed", 2],
    ["a", "", "failed", 1],
    ["a", "other", "failed", 1],
    ["", "", "quarantined", 1],
    ["", "", "passed", 1],
  ]);
});

test("choices are counted", () => {
  assert.deepEqual(choices([CASE, CASE, { ...CASE, tags: ["a", "nightly"] }], (one) => one.tags), [
    ["nightly", 3],
    ["a", 1],
  ]);
});

// -- data and texts ---------------------------------------------------------------------------------------------------

test("rows count on from the row before", () => {
  const rows = [
    [1, 0, "im", "hop", "a", "ok", "", "", 0, 0, {}],
    [2, 40, "im", "hop", "b", "ok", "", "", 2, 1, {}],
  ];
  assert.deepEqual(readRecords(rows).map(({ n, at, parent, push }) => [n, at, parent, push]), [
    [1, 0, 0, 0],
    [3, 40, 1, 1],
  ]);
});

test("the folder that all files share is found, also where there is none", () => {
  assert.equal(folderOf(["a/b/c.yaml", "a/b/d/e.yaml"]), "a/b/");
  assert.equal(folderOf(["/x/a.yaml", "b.yaml"]), "");
  assert.equal(folderOf([]), "");
});

test("wall clocks show the zone of the run", () => {
  const start = readStart("2026-03-02T09:00:00+08:00");
  assert.deepEqual(wallClock(start, 90_000), { day: "2026-03-02", time: "09:01", seconds: ":30" });
  assert.equal(readStart(""), null);
});

test("times are exact and spans are short", () => {
  assert.deepEqual([instant(3397), instant(3_723_004), instant(518_402_856)], ["+0:03.397", "+1:02:03.004", "+6d 00:00:02.856"]);
  assert.deepEqual([span(380), span(12_400), span(302_000), span(7 * 3_600_000)], ["0.380 s", "12.4 s", "5:02 min", "7 h 00"]);
});

test("control characters and marks of direction are made visible", () => {
  assert.equal(visible("a\u0007b\u202ec\u200fd\n"), "a\u24230007b\u2423202ec\u2423200fd\n");
});

test("both languages have the same words, with the same places for values", () => {
  const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
  assert.deepEqual(Object.keys(SENTENCES.zh), Object.keys(SENTENCES.en));
  for (const [key, text] of Object.entries(SENTENCES.en)) assert.deepEqual(places(SENTENCES.zh[key]), places(text), key);
  assert.deepEqual(Object.keys(NAMES.zh), Object.keys(NAMES.en));
  for (const group of Object.keys(NAMES.en)) {
    // English says these as they stand in the trace.
    if (!["state", "field", "value"].includes(group)) assert.deepEqual(Object.keys(NAMES.zh[group]).sort(), Object.keys(NAMES.en[group]).sort(), group);
  }
});
