// A command that can be copied.

import { fill, h, isolated } from "./dom.mjs";
import { icon } from "./icons.mjs";
import { say } from "./words.mjs";

const DONE_MS = 1500;

/**
 * Draw a command with its button.
 *
 * @param {string} command
 * @returns {HTMLElement}
 */
export function drawCommand(command) {
  const button = h(
    "button.copy",
    { type: "button", "aria-label": say("copy"), title: say("copy"), onclick: () => copy(command, button) },
    icon("copy"),
  );
  return h("p.command", {}, h("code", { dir: "ltr" }, isolated(command)), button);
}

/** Copy *text*, and show on *button*, which has the picture for it, that it was done. */
export async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
  fill(button, icon("done"));
  setTimeout(() => fill(button, icon("copy")), DONE_MS);
}

// A page from a file, or from another machine without TLS, is refused the clipboard; the old way still works there.
function copyBySelection(text) {
  const field = h("textarea", { "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
