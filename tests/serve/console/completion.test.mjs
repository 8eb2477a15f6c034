import assert from "node:assert/strict";
import { test } from "node:test";

import { complete } from "../../../simulator/serve/console/page/completion.mjs";

const SCHEMAS = {
  step: {
    anyOf: [
      {
        properties: {
          kill_app: { description: "End the app.", anyOf: [{ $ref: "#/components/schemas/KillApp" }, { type: "string" }] },
          launch_app: { $ref: "#/components/schemas/KillApp" },
          wait: { type: "string" },
        },
      },
    ],
  },
  KillApp: { properties: { phone: { description: "a phone of this scenario" }, by: { description: "how", anyOf: [{ enum: ["crash", "swipe"] }] } } },
};
const NAMES = { phones: ["bob_phone", "carol_phone"], users: ["bob"] };

/** Return the words that may stand where the bar is. */
function words(marked) {
  const caret = marked.indexOf("|");
  const { from, options } = complete(marked.replace("|", ""), caret, SCHEMAS, NAMES);
  return [marked.slice(from, caret), ...options.map(({ word }) => word)];
}

test("a step begins with a verb", () => {
  assert.deepEqual(words("- |"), ["", "kill_app", "launch_app", "wait"]);
  assert.deepEqual(words("- wait: 1s\n- ki|"), ["ki", "kill_app"]);
  assert.equal(complete("- ki", 4, SCHEMAS, NAMES).options[0].insert, "kill_app: ");
});

test("a verb is followed by a phone, or by fields in braces", () => {
  assert.deepEqual(words("- kill_app: |"), ["", "bob_phone", "carol_phone", "{"]);
  assert.deepEqual(words("- kill_app: c|"), ["c", "carol_phone"]);
  assert.deepEqual(words("- kill_app: {|"), ["", "phone", "by"]);
  assert.deepEqual(words("- kill_app: {phone: bob_phone, |}"), ["", "by"]);
});

test("a field is followed by one of its words, or by a name of the world", () => {
  assert.deepEqual(words("- kill_app: {phone: |}"), ["", "bob_phone", "carol_phone"]);
  assert.deepEqual(words("- kill_app: {phone: bob_phone, by: s|}"), ["s", "swipe"]);
});

test("fields may stand below their verb", () => {
  assert.deepEqual(words("- kill_app:\n    |"), ["", "phone", "by"]);
  assert.deepEqual(words("- kill_app:\n    phone: bob_phone\n    b|"), ["b", "by"]);
  assert.deepEqual(words("- kill_app:\n    by: |"), ["", "crash", "swipe"]);
});

test("a word that is whole, and a line that is no step, get nothing", () => {
  assert.deepEqual(words("- kill_app: {by: swipe|}"), ["swipe"]);
  assert.deepEqual(words("# a comment|"), [""]);
  assert.deepEqual(words("|"), [""]);
});
