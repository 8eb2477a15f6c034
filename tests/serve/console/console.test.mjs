// What the console works out before it draws: the world as it lives, its clock, and the steps of buttons.

import assert from "node:assert/strict";
import test from "node:test";

import { LiveWorld, WorldClock, EXCHANGES_MAX, JOURNEYS_MAX, readRecord, stateOf } from "../../../simulator/serve/console/page/live.mjs";
import { baseOf } from "../../../simulator/serve/console/page/link.mjs";
import { actionsOf, openedBy } from "../../../simulator/serve/console/page/steps.mjs";
import { TEXTS } from "../../../simulator/serve/console/page/texts.mjs";
import { stepOf } from "../../../simulator/serve/console/page/dialogs.mjs";

const KEY = "0|com.example.chat|7|null|10000";
const SHOWN = { key: KEY, at_ms: 40, title: "old", body: "b", ext: null, channel: "chat", importance: "high", push_id: 3 };
const VIEW = {
  name: "bob_phone", model: "vivo X60", android: 11, vendor: "vivo", package: "com.example.chat", state: "dead", is_force_stopped: false,
  network: "wifi", reg_id: "r-1", user: "bob", logged_in: null, session: "PushOnline", notifications: true, is_locked: false, shade: [SHOWN],
};

const line = (n, kind, name, data = {}, others = {}) => ({
  n, at_ms: n * 100, actor: "bob_phone", kind, name, outcome: "ok", reason: "", rule: "", parent: null, push_id: null, data, ...others,
});
const posted = (n, push, data = {}) => line(n, "hop", "posted", { key: `key ${push}`, title: `title ${push}`, ...data }, { push_id: push });

function world(...lines) {
  const made = new LiveWorld();
  made.know([VIEW], 10);
  made.news();
  for (const one of lines) made.take(readRecord(one));
  return made;
}
const shade = (made) => made.phones.get("bob_phone").state.shade.map(({ title }) => title);

test("a phone begins as it was told", () => {
  const state = stateOf(VIEW);
  assert.deepEqual([state.process, state.user, state.session, state.token, state.regId, state.isAllowed], ["dead", "", "PushOnline", "bob", "r-1", true]);
  assert.deepEqual(state.shade.map(({ title, push, at }) => [title, push, at]), [["old", 3, 40]]);
});

test("what comes later changes it, what it was told with does not", () => {
  const made = world(posted(9, 1), posted(10, 2), posted(11, 4));
  assert.deepEqual(shade(made), ["old", "title 4"]);
});

test("only phones that a record is about are drawn again", () => {
  const made = world(line(11, "state", "process", { state: "background" }, { actor: "carol_phone" }));
  assert.deepEqual([...made.news().phones], []);
  made.take(readRecord(line(12, "state", "session", { phone: "bob_phone", state: "Online" }, { actor: "im" })));
  assert.deepEqual([...made.news().phones], ["bob_phone"]);
  assert.equal(made.phones.get("bob_phone").state.session, "Online");
});

test("a record that comes twice, as after a reconnect, counts once", () => {
  const made = world(posted(11, 4), posted(11, 4));
  assert.deepEqual(shade(made), ["old", "title 4"]);
});

test("a tap takes the notification out of the shade and goes on with its journey", () => {
  const made = world(
    posted(11, 4, { key: KEY }),
    line(12, "hop", "tapped", {}, { push_id: 4 }),
    line(13, "state", "notification", { key: KEY, state: "removed", why: "click" }),
    line(14, "hop", "handled", { activity: "Main" }, { push_id: 4 }),
  );
  assert.deepEqual(shade(made), []);
  assert.deepEqual(made.journeys.get(4).hops.map(({ name }) => name), ["posted", "tapped", "handled"]);
});

test("what a phone never showed is read off what the vendor sent it", () => {
  const made = world(
    line(11, "hop", "dispatched", {}, { actor: "vivo cloud", push_id: 4 }),
    line(12, "wire", "vivo>bob_phone", { message: "Delivery", fields: { title: "t", body: "b" } }, { actor: "vivo", push_id: 4 }),
    line(13, "hop", "posted", {}, { push_id: 4, outcome: "refused", reason: "notifications_disabled" }),
  );
  assert.deepEqual(made.journeys.get(4).delivery, { title: "t", body: "b" });
});

test("what the server knows better of a push is taken over", () => {
  const made = world(line(11, "hop", "offline_decided", {}, { actor: "im", push_id: 4, outcome: "refused", reason: "no_token" }));
  made.news();
  made.knowPush({ push_id: 4, phone: "bob_phone", root: "wrong_brand", rule: "app.wrong_brand" });
  made.knowPush({ push_id: 5, phone: "bob_phone", root: "", rule: "" });
  const { reason, root, phone } = made.journeys.get(4);
  assert.deepEqual([reason, root, phone, [...made.news().journeys]], ["no_token", "wrong_brand", "bob_phone", [4]]);
});

test("a page that was open is still known after the phones were asked about again", () => {
  const made = world(line(11, "state", "process", { state: "foreground" }), line(12, "state", "activity", { activity: "com.example.chat.Chat" }));
  made.know([{ ...VIEW, state: "foreground" }], 12);
  assert.equal(made.phones.get("bob_phone").state.activity, "com.example.chat.Chat");
});

test("however much comes, only the newest is kept", () => {
  const made = world();
  for (let push = 1; push <= 5_000; push += 1) {
    made.take(readRecord(line(10 + 3 * push, "wire", "im>vivo", { request: { method: "POST", url: "/" } }, { actor: "im" })));
    made.take(readRecord(line(11 + 3 * push, "wire", "im>vivo", { answer: { status: 200 } }, { actor: "vivo", parent: 10 + 3 * push })));
    made.take(readRecord(posted(12 + 3 * push, push)));
  }
  assert.equal(made.journeys.size, JOURNEYS_MAX);
  assert.ok(made.pairing.exchanges.length <= EXCHANGES_MAX);
  assert.ok(made.pairing.parents.size <= 3 * EXCHANGES_MAX + 3);
  assert.ok(made.pairing.exchanges.every(({ answer }) => answer));
});

test("the clock goes with the machine's, and stands still when it is stopped", () => {
  let machine = 1_000;
  const clock = new WorldClock(() => machine);
  const view = { now_ms: 60_000, time: "2026-11-22T12:01:00.000+08:00", ahead_ms: 0, pace: "real" };
  clock.set(view);
  machine += 2_500;
  assert.equal(clock.now, 62_500);
  clock.set({ ...view, pace: "stopped" });
  machine += 2_500;
  assert.equal(clock.now, 60_000);
  assert.deepEqual(clock.start, { epoch_ms: Date.parse("2026-11-22T12:00:00+08:00"), offset_min: 480 });
});

test("a world's page controls that world", () => {
  assert.deepEqual(["/", "/w/mine/", "/w/mine", "/index"].map(baseOf), ["", "/w/mine", "/w/mine", ""]);
});

test("buttons offer what changes something, and switches lead back", () => {
  const steps = (state) => Object.fromEntries(actionsOf("p", state).map(({ id, step, isOff }) => [id, isOff ? null : step]));
  const running = { process: "foreground", network: "wifi", isAllowed: true, user: "bob" };
  assert.deepEqual(steps(running).kill_app, { kill_app: "p" });
  assert.equal(steps(running).launch_app, null);
  assert.deepEqual(steps(running).airplane, { set_network: { phone: "p", to: "airplane" } });
  assert.deepEqual(steps({ ...running, network: "airplane" }).airplane, { set_network: { phone: "p", to: "wifi" } });
  assert.deepEqual(steps({ ...running, isAllowed: false }).mute, { switch_notifications: { phone: "p", to: "on" } });
  assert.ok("log_in" in steps({ ...running, user: "" }));
  assert.ok("unlock_phone" in steps({ ...running, isLocked: true }));
});

test("what a tap opened is told, or why it opened nothing", () => {
  const handled = (others) => [line(1, "step", "tap_notification"), line(2, "hop", "handled", { activity: "Main", ext: "e" }, others)];
  assert.deepEqual(openedBy(handled({})), { isOpened: true, what: "Main", reason: "", ext: "e" });
  assert.equal(openedBy(handled({ outcome: "refused", reason: "no_activity" })).reason, "no_activity");
  assert.equal(openedBy([line(1, "step", "kill_app")]), null);
});

test("a message goes by IM or straight to the vendor", () => {
  const values = { sender: "alice", user: "bob", phone: "bob_phone", title: "t", text: "x" };
  assert.deepEqual(stepOf({ ...values, way: "client" }, world()), { send_message: { from: "alice", to: "bob", text: "x" } });
  assert.deepEqual(stepOf({ ...values, way: "rest" }, world()), { send_message: { from: "alice", to: "bob", text: "x", via: "rest" } });
  assert.deepEqual(stepOf({ ...values, way: "vendor" }, world()), { send_to_vendor: { vendor: "vivo", to: "bob_phone", title: "t", body: "x" } });
});

test("both languages have the same words, with the same places for values", () => {
  const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
  assert.deepEqual(Object.keys(TEXTS.zh), Object.keys(TEXTS.en));
  for (const [key, text] of Object.entries(TEXTS.en)) assert.deepEqual(places(TEXTS.zh[key]), places(text), key);
});
