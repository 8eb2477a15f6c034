// Steps of one's own, as text with completion, and the worlds that there are.

import { fill, h, isolated } from "../../../report/html/page/dom.mjs";
import { icon } from "../../../report/html/page/icons.mjs";
import { complete } from "./completion.mjs";
import { field, showDialog } from "./dialogs.mjs";
import { tell } from "./texts.mjs";

const KEPT = "pushsim-steps";

/** Make a field for YAML. */
function area(name, label, value, others = {}) {
  return h("label.field", {}, h("span", {}, label), h("textarea", { name, spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off", ...others }, value));
}

function head(dialog, label) {
  return h("header.box-head", {}, h("h2", {}, label), h("button.close", { type: "button", "aria-label": tell("cancel"), onclick: () => dialog().close() }, icon("close")));
}

/** Show in *place* what was wrong, as `pushsim check` prints it. */
function showMistakes(place, no) {
  fill(place, h("pre.mistakes", { role: "alert" }, isolated(no.status ? no.message : tell("no_answer"))));
}

/**
 * Let steps be written and played, as often as wanted.
 *
 * @param {Object} tools
 * @param {Object} tools.schemas - Components of the control API's description.
 * @param {() => Object<string, string[]>} tools.names - `phones` and `users` of the world.
 * @param {(text: string) => Promise<Object>} tools.onPlay - Plays them, or throws a `No`.
 */
export function writeSteps({ schemas, names, onPlay }) {
  const [phone] = names().phones;
  const label = tell("own_steps");
  const told = h("div.told");
  const options = h("ul.options", { role: "listbox", hidden: true });
  const written = area("steps", tell("own_steps_hint"), sessionStorage.getItem(KEPT) ?? `- kill_app: ${phone}\n`, { rows: 9 });
  const text = written.querySelector("textarea");
  let found = { from: 0, options: [] };
  let chosen = 0;

  function offer() {
    found = complete(text.value, text.selectionStart, schemas, names());
    chosen = 0;
    drawOptions();
  }

  function drawOptions() {
    options.hidden = found.options.length === 0;
    fill(
      options,
      found.options.map(({ word, hint }, number) =>
        h("li", { role: "option", "aria-selected": String(number === chosen), onmousedown: (event) => (event.preventDefault(), take(number)) }, h("code", {}, word), h("span.quiet", {}, hint)),
      ),
    );
    options.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function take(number) {
    text.setRangeText(found.options[number].insert, found.from, text.selectionStart, "end");
    text.focus();
    offer();
  }

  function pressed(event) {
    const count = found.options.length;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    else if (count === 0) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      drawOptions();
    } else if (event.key === "Tab" && !event.shiftKey) take(chosen);
    else if (event.key === "Escape") {
      found.options = [];
      drawOptions();
    } else return;
    event.preventDefault();
  }

  async function play(event) {
    event.preventDefault();
    sessionStorage.setItem(KEPT, text.value);
    found.options = [];
    drawOptions();
    fill(told, h("p.quiet", {}, tell("playing")));
    try {
      const { records } = await onPlay(text.value);
      fill(told, h("p.done", { role: "status" }, tell("played", { count: records.length })));
    } catch (no) {
      showMistakes(told, no);
    }
  }

  text.addEventListener("input", offer);
  text.addEventListener("click", offer);
  text.addEventListener("keydown", pressed);
  const form = h("form.steps", { onsubmit: play }, written, options, told, h("p.buttons", {}, h("button.primary", { type: "submit", title: "Ctrl + Enter" }, icon("play"), tell("play_steps"))));
  const dialog = showDialog(label, head(() => dialog, label), form);
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
}

/**
 * Show the worlds that there are, to go to one, to make one and to drop one.
 *
 * @param {Object} tools
 * @param {Object[]} tools.worlds - As `GET /_sim/worlds` tells them.
 * @param {string} tools.here - Name of the one that the page shows.
 * @param {(order: Object) => Promise<Object>} tools.onMake - Makes one, or throws a `No`.
 * @param {(name: string) => Promise<void>} tools.onDrop
 */
export function showWorlds({ worlds, here, onMake, onDrop }) {
  const label = tell("worlds");
  const told = h("div.told");
  const list = h("ul.world-list", {}, worlds.map(drawWorld));

  function drawWorld(world) {
    const isHere = world.name === here;
    const item = h(
      "li",
      { "data-world": world.name },
      h("a", { href: `${world.path}/`, "aria-current": isHere ? "page" : null }, h("b", {}, isolated(world.name))),
      h("span.quiet", {}, `${world.phones.length} ${tell("phones")} \u00b7 ${tell("seed")} ${world.seed}`),
      world.name === "main"
        ? null
        : h("button", { type: "button", "aria-label": tell("drop_world", { name: world.name }), title: tell("drop_world", { name: world.name }), onclick: () => drop(world, item) }, icon("close")),
    );
    return item;
  }

  async function drop(world, item) {
    try {
      await onDrop(world.name);
      item.remove();
      if (world.name === here) location.assign("/");
    } catch (no) {
      showMistakes(told, no);
    }
  }

  async function make(event) {
    event.preventDefault();
    const { name, seed, world } = Object.fromEntries(new FormData(form));
    try {
      const made = await onMake({ name, seed: Number(seed), ...(world.trim() && { world }) });
      location.assign(`${made.path}/`);
    } catch (no) {
      showMistakes(told, no);
    }
  }

  const form = h(
    "form",
    { onsubmit: make },
    h("h3", {}, tell("make_world")),
    h("div.pair", {}, field("name", tell("name"), "", { required: true, maxlength: "64", pattern: "[A-Za-z0-9][A-Za-z0-9_.\\-]*" }), field("seed", tell("seed"), "1", { type: "number", step: "1", required: true })),
    area("world", tell("world_hint"), "", { rows: 6, placeholder: "phones:\n  bob_phone: {model: vivo X60, user: bob}" }),
    told,
    h("p.buttons", {}, h("button.primary", { type: "submit" }, tell("make_world"))),
  );
  const dialog = showDialog(label, head(() => dialog, label), list, form);
}
