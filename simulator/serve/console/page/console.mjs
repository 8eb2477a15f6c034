// The console: a served world that is looked at while it lives, and played with.

import { readVocabulary } from "../../../report/html/page/data.mjs";
import { fill, h, isolated } from "../../../report/html/page/dom.mjs";
import { icon } from "../../../report/html/page/icons.mjs";
import { drawTabs } from "../../../report/html/page/tabs.mjs";
import { span, wallClock } from "../../../report/html/page/time.mjs";
import { language, setLanguage } from "../../../report/html/page/words.mjs";
import { ask, askForMessage, field, showCredentials, showDialog } from "./dialogs.mjs";
import { showWorlds, writeSteps } from "./editor.mjs";
import { keepToken, Link, No } from "./link.mjs";
import { LiveWorld, WorldClock } from "./live.mjs";
import { Phones } from "./phones.mjs";
import { Pushes } from "./pushes.mjs";
import { openedBy } from "./steps.mjs";
import { tell } from "./texts.mjs";
import { WireLog } from "./wire_log.mjs";

const JUMPS = ["10min", "1h", "24h"];
const JUMP_MS = { "10min": 600_000, "1h": 3_600_000, "24h": 86_400_000 };
const TICK_MS = 500;
const CLOCK_MS = 5_000;
const TOAST_MS = 6_000;
const MISTAKE_MS = 15_000;
const TOASTS_MAX = 4;
const ASKED_MAX = 20;
const UNAUTHORIZED = 401;
const NARROW = "(max-width: 820px)";
const THEMES = ["auto", "light", "dark"];
const KEYS = [
  ["m", "keys_send"],
  ["s", "keys_steps"],
  ["/", "keys_search"],
  ["1  2  3", "keys_tabs"],
  ["p", "keys_stop"],
  ["l", "keys_language"],
  ["t", "keys_theme"],
  ["Esc", "keys_close"],
  ["?", "keys_help"],
];

class Console {
  constructor(vocabulary) {
    this.vocabulary = vocabulary;
    this.world = new LiveWorld();
    this.clock = new WorldClock();
    this.about = null;
    this.isConnected = false;
    this.link = new Link(this.world, {
      known: (about) => this.known(about),
      forgotten: () => (this.about = null),
      changed: () => this.redraw(),
      connected: (isOpen) => this.connected(isOpen),
    });
    const { world, clock } = this;
    const play = (steps) => this.play(steps);
    this.phones = new Phones(document.getElementById("phones"), { world, clock, vocabulary, play, onAsk: (_, phone) => this.askWhoLogsIn(phone) });
    this.side = document.getElementById("side");
    this.pushes = new Pushes(h("div.pushes", { id: "panel-journeys" }), { world, clock, vocabulary });
    this.wire = new WireLog(h("div.exchanges", { id: "panel-wire" }), { world, clock });
    this.setTheme(kept("theme", THEMES, "auto"));
    this.view = matchMedia(NARROW).matches ? "phones" : "journeys";
    matchMedia(NARROW).addEventListener("change", () => this.choose(this.view));
    document.addEventListener("keydown", (event) => this.pressed(event));
    setInterval(() => this.tick(), TICK_MS);
    setInterval(() => document.hidden || this.askClock(), CLOCK_MS);
  }

  async start() {
    try {
      await this.link.start();
    } catch (no) {
      if (no.status === UNAUTHORIZED) this.askForToken();
      else this.tellNo(no);
    }
  }

  // -- what comes in --------------------------------------------------------------------------------------------------

  known(about) {
    const isNew = this.about === null || String(about.phones) !== String(this.about.phones);
    this.about = about;
    this.clock.set(about.clock);
    this.drawHead();
    if (isNew) this.draw();
    else this.phones.redraw(about.phones);
  }

  redraw() {
    const { phones, journeys, exchanges } = this.world.news();
    if (this.world.now > this.clock.now + CLOCK_MS) this.askClock();
    this.phones.redraw(phones);
    if (journeys.size) this.pushes.redraw(journeys);
    if (journeys.size < ASKED_MAX) for (const push of journeys) this.askAbout(this.world.journeys.get(push));
    if (exchanges.size) this.wire.redraw(exchanges);
  }

  // Why there was no token stands in none of the push's own records, nor whom a phone that is away belongs to.
  async askAbout(journey) {
    if (!journey?.reason || journey.asked === journey.reason) return;
    if (journey.reason !== "no_token" && journey.phone) return;
    journey.asked = journey.reason;
    try {
      this.world.knowPush(await this.link.ask("GET", `/pushes/${journey.push}`));
    } catch (no) {
      if (no instanceof No) return; // It is too old to be known.
      throw no;
    }
    this.redraw();
  }

  connected(isOpen) {
    this.isConnected = isOpen;
    this.drawHead();
  }

  async askClock() {
    if (!this.isConnected) return;
    try {
      this.clock.set(await this.link.ask("GET", "/clock"));
    } catch {
      return; // The stream tells that the server has gone.
    }
    this.drawTime();
  }

  // -- steps ----------------------------------------------------------------------------------------------------------

  async play(steps) {
    try {
      const { records } = await this.link.ask("POST", "/steps", steps);
      const opened = openedBy(records);
      if (opened) this.tellOpened(opened);
    } catch (no) {
      this.tellNo(no);
    }
  }

  async setClock(order) {
    try {
      this.clock.set(await this.link.ask("POST", "/clock", order));
      this.drawHead();
      this.phones.redraw(this.world.phones.keys());
    } catch (no) {
      this.tellNo(no);
    }
  }

  askWhoLogsIn(phone) {
    const { state } = this.world.phones.get(phone);
    const label = tell("log_in_who", { phone });
    ask(label, [field("user", label, state.token || "bob", { required: true })], tell("log_in"), ({ user }) => this.play([{ log_in: { phone, user } }])).querySelector("input").select();
  }

  askForToken() {
    ask(tell("token_hint"), [field("token", tell("token"), "", { type: "password", required: true })], "OK", ({ token }) => {
      keepToken(token);
      this.link.token = token;
      this.start();
    });
  }

  // -- drawing --------------------------------------------------------------------------------------------------------

  draw() {
    this.drawHead();
    this.phones.draw();
    this.pushes.draw();
    this.wire.draw();
    this.drawSide();
  }

  drawHead() {
    if (!this.about) return;
    document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
    document.title = `${this.about.name === "main" ? "" : `${this.about.name} \u00b7 `}pushsim`;
    this.time = h("span.time");
    const isStopped = this.clock.pace === "stopped";
    fill(
      document.getElementById("head"),
      h("a.brand", { href: "/" }, h("span.mark", { "aria-hidden": "true" }), "pushsim"),
      h(`span.link-state${this.isConnected ? ".is-live" : ""}`, { role: "status" }, tell(this.isConnected ? "connected" : "disconnected")),
      this.drawWorlds(),
      h("span.spring"),
      h(
        "div.world-clock",
        { role: "group", "aria-label": tell("clock") },
        this.time,
        h(
          "button",
          {
            type: "button",
            id: "pace",
            "aria-pressed": String(isStopped),
            title: tell(isStopped ? "pace_stopped" : "pace_real"),
            "aria-label": tell(isStopped ? "pace_stopped" : "pace_real"),
            onclick: () => this.switchPace(),
          },
          icon(isStopped ? "play" : "pause"),
        ),
        JUMPS.map((jump) =>
          h("button.jump", { type: "button", "data-jump": jump, "aria-label": tell("advance", { span: span(JUMP_MS[jump]) }), onclick: () => this.setClock({ advance: jump }) }, `+${jump}`),
        ),
      ),
      h("span.spring"),
      h("button.primary", { type: "button", id: "send", onclick: () => this.askForMessage() }, icon("send"), h("span", {}, tell("send_message"))),
      h("button", { type: "button", id: "own-steps", onclick: () => this.writeSteps() }, icon("play"), h("span", {}, tell("own_steps"))),
      h("button", { type: "button", id: "credentials", onclick: () => this.showCredentials() }, icon("key"), h("span", {}, tell("credentials"))),
      h("button", { type: "button", id: "language", onclick: () => this.switchLanguage() }, language() === "zh" ? "English" : "\u4e2d\u6587"),
      h("button", { type: "button", id: "theme", "aria-label": tell("keys_theme"), onclick: () => this.switchTheme() }, icon("sun")),
      h("button", { type: "button", id: "help", "aria-label": tell("keys_help"), onclick: () => this.help() }, "?"),
    );
    this.drawTime();
  }

  drawWorlds() {
    return h("button.worlds", { type: "button", id: "worlds", title: tell("worlds"), onclick: () => this.showWorlds() }, tell("world"), " ", h("b", {}, isolated(this.about.name)));
  }

  drawTime() {
    if (!this.time) return;
    const now = wallClock(this.clock.start, this.clock.now);
    if (!now) return;
    fill(
      this.time,
      h("span.day", {}, now.day),
      h("b", {}, now.time),
      h("span.seconds", {}, now.seconds),
      this.clock.aheadMs > CLOCK_MS ? h("small", {}, tell("ahead", { span: span(this.clock.aheadMs) })) : null,
    );
  }

  tick() {
    if (!document.hidden && this.clock.pace === "real") this.drawTime();
  }

  drawSide() {
    const views = [["phones", null], ["journeys", null], ["wire", null]];
    const tabs = drawTabs(views, this.view, (name) => this.choose(name), tell);
    fill(
      this.side,
      tabs,
      this.about.unready.length ? h("p.unready", {}, h("b", {}, tell("unready")), this.about.unready.map((text) => h("pre", {}, text))) : null,
      h("div.lists", { id: "panel" }, this.pushes.place, this.wire.place),
    );
    this.choose(this.view);
  }

  /** Show `journeys`, the `wire` log or, where there is room for one alone, the `phones`. */
  choose(wanted) {
    const view = wanted === "phones" && !matchMedia(NARROW).matches ? "journeys" : wanted;
    this.view = view;
    document.body.dataset.view = view;
    for (const tab of this.side.querySelectorAll("[role=tab]")) {
      const isChosen = tab.id === `tab-${view}`;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
    if (view === "phones") return;
    this.pushes.place.hidden = view !== "journeys";
    this.wire.place.hidden = view !== "wire";
  }

  // -- texts that come and go -----------------------------------------------------------------------------------------

  tellOpened({ isOpened, what, reason, ext }) {
    const told = isOpened ? [tell("opened"), " ", h("code", {}, isolated(what)), ext ? h("code.ext", {}, isolated(ext)) : null] : [tell("opened_nothing"), " ", h("span.reason", {}, reason)];
    this.toast(told, isOpened ? "good" : "bad", TOAST_MS);
  }

  tellNo(no) {
    const { status, problems, message } = no;
    if (!status) {
      this.toast([tell("no_answer")], "bad", MISTAKE_MS);
      return;
    }
    const [problem] = problems;
    const details = problem?.details ?? [];
    const then = problem?.next ? [[tell("next"), problem.next]] : [];
    const known = problem?.suggestion ? [["\u2192", problem.suggestion]] : [];
    this.toast(
      [
        h("b", {}, isolated(problem?.what ?? message)),
        h("dl", {}, [...details, ...then, ...known].map(([label, told]) => [h("dt", {}, label === "next" ? tell("next") : label), h("dd", {}, isolated(told))])),
      ],
      "bad",
      MISTAKE_MS,
    );
  }

  toast(inside, how, ms) {
    const place = document.getElementById("toasts");
    const close = h("button.close", { type: "button", "aria-label": tell("cancel"), onclick: () => toast.remove() }, icon("close"));
    const toast = h(`div.toast.is-${how}`, {}, h("div", {}, inside), close);
    place.append(toast);
    while (place.children.length > TOASTS_MAX) place.firstChild.remove();
    setTimeout(() => toast.remove(), ms);
  }

  // -- settings and dialogs -------------------------------------------------------------------------------------------

  askForMessage() {
    askForMessage(this.world, (step) => this.play([step]));
  }

  async writeSteps() {
    try {
      this.schemas ??= (await this.link.ask("GET", "/openapi.json")).components.schemas;
    } catch (no) {
      this.tellNo(no);
      return;
    }
    const names = () => {
      const phones = [...this.world.phones.values()];
      return { phones: [...this.world.phones.keys()], users: [...new Set(phones.flatMap(({ state }) => [state.token, state.user]).filter(Boolean))] };
    };
    writeSteps({ schemas: this.schemas, names, onPlay: (text) => this.link.ask("POST", "/steps", text) });
  }

  async showWorlds() {
    let worlds;
    try {
      worlds = await this.link.ask("GET", "/worlds");
    } catch (no) {
      this.tellNo(no);
      return;
    }
    showWorlds({
      worlds,
      here: this.about.name,
      onMake: (order) => this.link.ask("POST", "/worlds", order),
      onDrop: (name) => this.link.ask("DELETE", `/worlds/${encodeURIComponent(name)}`),
    });
  }

  async showCredentials() {
    try {
      showCredentials(await this.link.ask("GET", "/credentials"), this.vocabulary, `${location.origin}${this.link.base}`);
    } catch (no) {
      this.tellNo(no);
    }
  }

  switchPace() {
    this.setClock({ pace: this.clock.pace === "real" ? "stopped" : "real" });
  }

  switchLanguage() {
    setLanguage(language() === "zh" ? "en" : "zh");
    keep("language", language());
    this.draw();
  }

  switchTheme() {
    this.setTheme(THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length]);
    keep("theme", this.theme);
  }

  setTheme(theme) {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
  }

  help() {
    showDialog(
      tell("keys_help"),
      h("dl.keys", {}, KEYS.map(([keys, told]) => [h("dt", {}, keys.split("  ").map((key) => h("kbd", {}, key))), h("dd", {}, tell(told))])),
      h("p.quiet", {}, tell("console_help")),
    );
  }

  pressed(event) {
    const isTyping = event.target.matches("input, select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping || document.querySelector("dialog[open]")) return;
    const act = {
      m: () => this.askForMessage(),
      s: () => this.writeSteps(),
      "/": () => this.phones.search.focus(),
      1: () => this.choose("phones"),
      2: () => this.choose("journeys"),
      3: () => this.choose("wire"),
      p: () => this.switchPace(),
      l: () => this.switchLanguage(),
      t: () => this.switchTheme(),
      "?": () => this.help(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

function kept(name, known, otherwise) {
  const value = localStorage.getItem(`pushsim-${name}`);
  return known.includes(value) ? value : otherwise;
}

function keep(name, value) {
  localStorage.setItem(`pushsim-${name}`, value);
}

setLanguage(kept("language", ["en", "zh"], navigator.language.startsWith("zh") ? "zh" : "en"));
const vocabulary = await (await fetch("/console/vocabulary.json")).json();
window.pushsim = new Console(readVocabulary(vocabulary));
await window.pushsim.start();
