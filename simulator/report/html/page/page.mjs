// The whole page: header, list, what is open, and the keyboard.

import { CaseList } from "./list.mjs";
import { CaseView } from "./case_view.mjs";
import { fill, h } from "./dom.mjs";
import { icon } from "./icons.mjs";
import { OUTCOMES } from "./filter.mjs";
import { drawOverview } from "./overview.mjs";
import { readBlock, readIndex } from "./data.mjs";
import { language, say, setLanguage } from "./words.mjs";

const KEYS = [
  ["j  k", "key_cases"],
  ["/", "key_search"],
  ["\u2190  \u2192", "key_records"],
  ["\u21e7\u2190  \u21e7\u2192", "key_steps"],
  ["Home  End", "key_ends"],
  ["Enter", "key_unfold"],
  ["Space", "key_play"],
  ["1 \u2026 5", "key_tabs"],
  ["c", "key_copy"],
  ["l", "key_language"],
  ["t", "key_theme"],
  ["Esc", "key_back"],
  ["?", "key_help"],
];
const REMEMBER_MS = 150;
const THEMES = ["auto", "light", "dark"];

class Page {
  constructor(index) {
    this.index = index;
    this.blocks = new Map();
    this.one = null;
    this.head = document.getElementById("head");
    this.main = document.getElementById("main");
    this.main.classList.remove("is-waiting");
    this.view = new CaseView(this.main, { vocabulary: index.vocabulary, onMoment: (n) => this.remember(n) });
    this.list = new CaseList(document.getElementById("list"), index, (one) => this.open(one));
    this.setTheme(kept("theme", THEMES, "auto"));
    document.addEventListener("keydown", (event) => this.pressed(event));
    window.addEventListener("hashchange", () => this.follow());
    this.drawHead();
    this.follow();
  }

  drawHead() {
    document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
    const counted = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, this.index.cases.filter((one) => one.outcome === outcome).length]));
    document.title = `${counted.failed ? `${counted.failed} \u2717` : "\u2713"} pushsim`;
    fill(
      this.head,
      h("a.brand", { href: "#", "aria-label": say("overview") }, h("span.mark", { "aria-hidden": "true" }), "pushsim"),
      h(
        "p.total",
        {},
        OUTCOMES.filter((outcome) => counted[outcome] || outcome === "passed").map((outcome) => h(`span.is-${outcome}`, {}, h("b", {}, String(counted[outcome])), ` ${say(outcome)}`)),
      ),
      h("span.spring"),
      h("button", { type: "button", id: "language", onclick: () => this.switchLanguage() }, language() === "zh" ? "English" : "\u4e2d\u6587"),
      h("button", { type: "button", id: "theme", onclick: () => this.switchTheme() }, icon("sun"), h("span", {}, say(`theme_${this.theme}`))),
      h("button", { type: "button", id: "help", "aria-label": say("keys"), onclick: () => this.help() }, "?"),
    );
  }

  // -- what is open -----------------------------------------------------------------------------------------------

  /** Open what the address says. */
  follow() {
    const { id, n } = readAddress();
    if (id === this.one?.id) return;
    const one = this.index.cases.find((known) => known.id === id);
    if (one) this.open(one, n);
    else this.close();
  }

  async open(one, n = 0) {
    this.one = one;
    this.list.choose(one);
    const trace = await this.traceOf(one);
    if (this.one !== one) return;
    if (!trace) writeAddress(one.id, 0);
    document.body.classList.add("has-case");
    this.view.show(one, trace, n);
    if (!n) this.toBeginning();
  }

  // Whatever scrolls where the page is wide, narrow or as narrow as a phone's: what failed, and why, is to be seen first.
  toBeginning() {
    this.main.querySelector(".middle").scrollTop = 0;
    this.main.scrollTop = 0;
    if (getComputedStyle(document.body).overflowY !== "hidden") this.main.scrollIntoView({ block: "start" });
  }

  async traceOf({ block, position }) {
    if (block < 0) return null;
    if (!this.blocks.has(block)) this.blocks.set(block, readBlock(document.getElementById(`block-${block}`).textContent));
    return (await this.blocks.get(block))[position];
  }

  close() {
    this.one = null;
    this.view.stop();
    this.list.choose(null);
    document.body.classList.remove("has-case");
    writeAddress("", 0);
    fill(this.main, drawOverview(this.index, { onOpen: (one) => this.open(one), onNarrow: (parts) => this.list.narrow(parts) }));
    this.main.scrollTop = 0;
  }

  // Browsers take it ill when the address changes with every pixel that a slider moves.
  remember(n) {
    const { id } = this.one;
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => this.one?.id === id && writeAddress(id, n), REMEMBER_MS);
  }

  // -- settings ---------------------------------------------------------------------------------------------------

  switchLanguage() {
    setLanguage(language() === "zh" ? "en" : "zh");
    keep("language", language());
    this.redraw();
  }

  switchTheme() {
    this.setTheme(THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length]);
    keep("theme", this.theme);
    this.drawHead();
  }

  setTheme(theme) {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
  }

  redraw() {
    this.drawHead();
    this.list.draw();
    if (this.one) {
      this.list.choose(this.one);
      this.view.draw();
    } else {
      this.close();
    }
  }

  help() {
    this.dialog?.remove();
    this.dialog = h(
      "dialog.keys",
      { "aria-label": say("keys"), onclick: (event) => event.target === this.dialog && this.dialog.close() },
      h("h2", {}, say("keys")),
      h(
        "dl",
        {},
        KEYS.map(([keys, told]) => [h("dt", {}, keys.split("  ").map((key) => h("kbd", {}, key))), h("dd", {}, say(told))]),
      ),
      h("button", { type: "button", onclick: () => this.dialog.close() }, say("close")),
    );
    document.body.append(this.dialog);
    this.dialog.showModal();
  }

  // -- keyboard ---------------------------------------------------------------------------------------------------

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.dialog?.open) return;
    const isTyping = event.target.matches("input[type=search], select, textarea");
    if (event.key === "Escape") {
      this.escape(isTyping, event.target);
    } else if (!isTyping && this.act(event)) {
      event.preventDefault();
    }
  }

  escape(isTyping, target) {
    if (!isTyping) this.close();
    else if (target.value && target.id === "search") this.list.reset();
    else target.blur();
  }

  /** Do what a key means; return whether it means anything. */
  act(event) {
    const { view, list } = this;
    const onButton = event.target.matches("button, a, summary, input[type=checkbox]");
    const keys = {
      "/": () => list.search.focus(),
      "?": () => this.help(),
      j: () => list.move(1),
      k: () => list.move(-1),
      l: () => this.switchLanguage(),
      t: () => this.switchTheme(),
      c: () => this.main.querySelector(".copy")?.click(),
      ArrowRight: () => (event.shiftKey ? view.stepOver(1) : view.step(1)),
      ArrowLeft: () => (event.shiftKey ? view.stepOver(-1) : view.step(-1)),
      Home: () => view.jump(0),
      End: () => view.jump(-1),
    };
    if (event.target.closest("#cases")) Object.assign(keys, { ArrowDown: () => list.move(1), ArrowUp: () => list.move(-1), Enter: () => list.move(0) });
    else Object.assign(keys, { ArrowDown: this.one && (() => view.step(1)), ArrowUp: this.one && (() => view.step(-1)) });
    if (!onButton) Object.assign(keys, { " ": () => view.toggle() }, event.target.closest("#cases") ? {} : { Enter: this.one && (() => view.unfold()) });
    const tab = ["timeline", "requests", "logcat", "scenario", "proof"][Number(event.key) - 1];
    const act = tab ? () => view.choose(tab) : keys[event.key];
    if (!act || (!this.one && NEEDS_CASE.has(event.key))) return false;
    act();
    return true;
  }
}

const NEEDS_CASE = new Set(["ArrowLeft", "ArrowRight", "Home", "End", " ", "c", "1", "2", "3", "4", "5"]);

// -- address and memory ---------------------------------------------------------------------------------------------

function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  return { id: parts.get("case") ?? "", n: Number(parts.get("n") ?? 0) };
}

function writeAddress(id, n) {
  const parts = new URLSearchParams(id ? { case: id, ...(n ? { n } : {}) } : {});
  const hash = parts.size ? `#${parts}` : "";
  if (location.hash !== hash) history.replaceState(null, "", hash || location.pathname + location.search);
}

// A page from a file may not be allowed to remember anything.
function kept(name, known, otherwise) {
  try {
    const value = localStorage.getItem(`pushsim-${name}`);
    return known.includes(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`pushsim-${name}`, value);
  } catch {
    // What cannot be remembered holds until the page is closed.
  }
}

setLanguage(kept("language", ["en", "zh"], navigator.language.startsWith("zh") ? "zh" : "en"));
const index = await readIndex(document.getElementById("index").textContent);
window.pushsim = new Page(index);
performance.mark("listed");
