// What a phone shows at a moment, read from records alone.

import assert from "node:assert/strict";
import test from "node:test";

import { phoneAt, phonesIn } from "../../../simulator/report/html/page/state.mjs";
import { records } from "./records.mjs";

const KEY = "0|com.example.chat|7|null|10000";
const posted = (push, data = {}) => ["hop", "posted", { key: KEY, package: "com.example.chat", title: `title ${push}`, ...data }, { push }];
const gone = (why, key = KEY) => ["state", "notification", { key, state: "removed", why }];
const step = (line = 1) => ["step", "wait", { line }, { actor: "scenario" }];
const at = (...given) => phoneAt(records(...given), "bob_phone", given.length - 1);
const titles = (shown) => shown.map((one) => one.title);

test("the shade is empty until something is posted, and shows the newest first", () => {
  const given = records(step(), posted(1), posted(2, { key: "other" }));
  assert.deepEqual(titles(phoneAt(given, "bob_phone", 0).shade), []);
  assert.deepEqual(titles(phoneAt(given, "bob_phone", 1).shade), ["title 1"]);
  assert.deepEqual(titles(phoneAt(given, "bob_phone", 2).shade), ["title 2", "title 1"]);
});

test("only what the present record posted is new", () => {
  const state = at(posted(1), posted(2, { key: "other" }));
  assert.deepEqual(state.shade.map((one) => one.isNew), [true, false]);
});

test("a notification of the same key takes the other's place", () => {
  const state = at(posted(1), posted(2));
  assert.deepEqual(titles(state.shade), ["title 2"]);
  assert.deepEqual(state.gone.map(({ title, why }) => [title, why]), [["title 1", "replaced"]]);
});

test("what leaves the shade is told until the next step begins", () => {
  assert.deepEqual(at(posted(1), gone("click")).gone.map((one) => one.why), ["click"]);
  assert.deepEqual(at(posted(1), gone("click"), step()).gone, []);
});

test("what is snoozed is aside and comes back as it was", () => {
  assert.equal(at(posted(1), gone("snoozed")).aside.size, 1);
  const state = at(posted(1), gone("snoozed"), ["state", "notification", { key: KEY, state: "shown_again" }]);
  assert.deepEqual([titles(state.shade), state.aside.size], [["title 1"], 0]);
});

test("what is snoozed does not come back where another has taken its place", () => {
  const state = at(posted(1), gone("snoozed"), posted(2));
  assert.deepEqual([titles(state.shade), state.aside.size], [["title 2"], 0]);
});

test("another phone's notifications are not this one's", () => {
  const state = at(["hop", "posted", { key: KEY, title: "for carol" }, { actor: "carol_phone", push: 1 }]);
  assert.deepEqual(state.shade, []);
});

test("a dropped push is never in the shade", () => {
  assert.deepEqual(at(["hop", "posted", { detail: "no" }, { push: 1, outcome: "refused", reason: "channel_missing" }]).shade, []);
});

test("a killed app has neither page nor user, and says who killed it", () => {
  const state = at(
    ["state", "process", { state: "foreground", package: "com.example.chat" }],
    ["state", "activity", { activity: "com.example.chat.MainActivity" }],
    ["callback", "login", { user: "bob", code: 0 }],
    ["state", "process", { state: "dead", by: "swipe", package: "com.example.chat" }],
  );
  assert.deepEqual([state.process, state.killedBy, state.activity, state.user], ["dead", "swipe", "", ""]);
});

test("a login that is refused logs nobody in", () => {
  assert.equal(at(["callback", "login", { user: "bob", code: 6017 }, { outcome: "refused" }]).user, "");
});

test("the server's session is told beside the app's user", () => {
  const session = ["state", "session", { phone: "bob_phone", user: "bob", state: "Offline", ended: "kicked" }, { actor: "im" }];
  const state = at(["callback", "login", { user: "bob", code: 0 }], session);
  assert.deepEqual([state.user, state.session, state.ended], ["bob", "Offline", "kicked"]);
});

test("a token is bound, or the reason says what stopped it", () => {
  const refused = ["hop", "token_reported", {}, { outcome: "refused", reason: "token_empty" }];
  assert.deepEqual([at(refused).token, at(refused).tokenStop], ["", "token_empty"]);
  const state = at(refused, ["hop", "token_bound", { user: "bob", phone: "bob_phone" }]);
  assert.deepEqual([state.token, state.tokenStop], ["bob", ""]);
});

test("switches, network and channels are as they were last set", () => {
  const state = at(
    ["state", "network", { network: "off" }],
    ["state", "notifications", { enabled: false }],
    ["state", "channel", { channel_id: "chat", importance: "HIGH", is_deleted: false }],
    ["state", "channel", { channel_id: "chat", importance: "HIGH", is_deleted: true }],
  );
  assert.deepEqual([state.network, state.isAllowed, state.channels], ["off", false, { chat: "deleted" }]);
});

test("phones are found in the order in which they act; the server is none", () => {
  const given = records(
    ["state", "process", { state: "background" }, { actor: "carol_phone" }],
    ["state", "session", { phone: "bob@Web", state: "Online" }, { actor: "im" }],
    ["hop", "posted", {}, { actor: "bob_phone", push: 1 }],
  );
  assert.deepEqual(phonesIn(given), ["carol_phone", "bob_phone"]);
});
