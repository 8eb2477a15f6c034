// Draws a phone as `state.mjs` describes it: status bar, shade, and what is on its screen.

import { h, isolated } from "./dom.mjs";
import { icon } from "./icons.mjs";
import { span, wallClock } from "./time.mjs";
import { say, word } from "./words.mjs";

const CARDS_MAX = 4;

/**
 * Draw a phone.
 *
 * @param {Object} state - As `phoneAt` returns it.
 * @param {Object} about
 * @param {string} about.name - Of the phone, in the scenario.
 * @param {string} [about.model]
 * @param {number} [about.android] - As people count it.
 * @param {number} [about.hue] - Of the wallpaper, in degrees.
 * @param {?{epoch_ms: number, offset_min: number}} [about.start] - Calendar time of 0 ms.
 * @param {number} [about.now] - Virtual ms; when the state's last record was, if left out.
 * @param {number} [about.cardsMax] - How many notifications are drawn.
 * @param {(ms: number) => string} [about.age] - Writes how long ago something was; exactly, if left out.
 * @param {(shown: import("./state.mjs").Shown) => void} [about.onTap] - Called with a notification that is tapped; without it
 *   they are only to be looked at.
 * @param {(shown: import("./state.mjs").Shown) => void} [about.onSwipe] - Called with one that is swiped away.
 * @returns {HTMLElement}
 */
export function drawPhone(state, about) {
  const now = about.now ?? state.now;
  const clock = wallClock(about.start, now + state.clockOff);
  const isFront = state.process === "foreground";
  const screen = isFront ? drawApp(state) : drawHome(state, clock);
  return h(
    `figure.phone${state.isIdle ? ".is-idle" : ""}`,
    { "aria-label": say("phone_at", { phone: about.name, time: clock ? clock.time : span(now) }), style: { "--hue": about.hue ?? 220 } },
    h(
      "div.phone-body",
      {},
      h("div.glass", {}, drawStatusBar(state, clock), drawShade(state, now, about), screen, h("div.handle", { "aria-hidden": "true" })),
    ),
    h(
      "figcaption",
      {},
      h("b", {}, isolated(about.name)),
      [about.model, about.android ? `Android ${about.android}` : ""].filter(Boolean).join(" \u00b7 "),
    ),
  );
}

function drawStatusBar(state, clock) {
  const network = { mobile: "mobile", off: "offline", airplane: "airplane" }[state.network] ?? "wifi";
  return h(
    "div.status-bar",
    {},
    h("span.clock", {}, clock ? clock.time : "--:--"),
    h("span.camera", { "aria-hidden": "true" }),
    h(
      "span.icons",
      {},
      state.shade.length ? icon("bell", say("notifications_shown", { count: state.shade.length })) : null,
      state.isAllowed ? null : icon("bell-off", say("notifications_off")),
      icon(network, word("network", state.network)),
      icon("battery", ""),
    ),
  );
}

function drawShade(state, now, about) {
  const cards = state.shade.slice(0, about.cardsMax ?? CARDS_MAX).map((shown) => drawCard(shown, now, about));
  const hidden = state.shade.length - cards.length;
  const ghosts = state.gone.slice(-2).map((shown) => drawCard(shown, now, { age: about.age }, shown.why));
  return h(
    "div.shade",
    { role: "list", "aria-label": say("shade") },
    cards,
    hidden > 0 ? h("p.more", {}, say("more_notifications", { count: hidden })) : null,
    ghosts,
  );
}

function drawCard(shown, now, { age, onTap, onSwipe }, why = "") {
  const classes = ["card"];
  if (why) classes.push("is-gone");
  else if (shown.isNew) classes.push("is-new");
  const app = shown.package || "app";
  return h(
    `div.${classes.join(".")}`,
    { role: "listitem" },
    h("span.app-icon", { "aria-hidden": "true" }, initial(app)),
    h(
      "div.told",
      {},
      h(
        "p.from",
        {},
        h("span.app", {}, isolated(shortName(app))),
        h("span", {}, ageOf(shown, now, age)),
        why ? h("span.why-gone", {}, word("removed", why)) : null,
        !why && shown.isUpdate ? h("span.why-gone", {}, say("took_the_place")) : null,
      ),
      h("p.title", {}, isolated(shown.title)),
      h("p.text", {}, isolated(shown.body)),
      h("p.channel", {}, [shown.channel, word("importance", shown.importance)].filter(Boolean).map((part) => h("span", {}, isolated(part)))),
    ),
    onTap
      ? h("button.tap", { type: "button", "data-key": `tap ${shown.key}`, "aria-label": say("tap", { title: shown.title }), onclick: () => onTap(shown) })
      : null,
    onSwipe
      ? h(
          "button.swipe",
          { type: "button", "data-key": `swipe ${shown.key}`, "aria-label": say("swipe", { title: shown.title }), onclick: () => onSwipe(shown) },
          icon("close"),
        )
      : null,
  );
}

function ageOf(shown, now, age) {
  if (age) return age(Math.max(0, now - shown.at));
  return shown.at === now ? say("now") : say("ago", { span: span(Math.max(0, now - shown.at)) });
}

function drawHome(state, clock) {
  return h(
    "div.home",
    {},
    clock ? [h("p.big-clock", {}, clock.time), h("p.day", {}, clock.day)] : null,
    h("div.dock", {}, drawAppIcon(state)),
  );
}

function drawAppIcon(state) {
  if (!state.isInstalled) return h("span.hint", {}, say("not_installed"));
  const running = state.process === "background" || state.process === "foreground";
  return h(
    `span.launcher${running ? ".is-running" : ""}`,
    {},
    h("span.app-icon", { "aria-hidden": "true" }, initial(state.package || "app")),
    state.badge ? h("span.badge", {}, String(state.badge)) : null,
    h("span.hint", {}, processText(state)),
  );
}

function drawApp(state) {
  return h(
    "div.app-screen",
    {},
    h(
      "header",
      {},
      h("span.activity", {}, isolated(shortName(state.activity || state.package))),
      state.user
        ? h("span.user", {}, h("span.avatar", { "aria-hidden": "true" }, initial(state.user)), isolated(state.user))
        : h("span.user.is-nobody", {}, say("nobody_logged_in")),
    ),
    state.permission === "asked" ? h("p.dialog", {}, say("permission_asked")) : null,
    h(
      "div.chat",
      {},
      state.inbox.map(({ from, text }) => h("p.bubble", {}, h("small", {}, isolated(from)), isolated(text))),
    ),
  );
}

/**
 * Tell in words how the phone stands: what a drawing cannot show.
 *
 * @param {Object} state - As `phoneAt` returns it.
 * @returns {HTMLElement}
 */
export function drawPhoneFacts(state) {
  const channels = Object.entries(state.channels);
  const rows = [
    ["app_process", processText(state), state.process === "dead" || state.isStopped],
    ["user", userText(state), !state.user && state.session !== "Online" && state.session !== "PushOnline"],
    ["token", tokenText(state), !state.token],
    ["network", word("network", state.network), state.network === "off" || state.network === "airplane"],
    ["notifications", notificationsText(state), !state.isAllowed || state.permission === "deny"],
    state.pushService ? ["push_service", state.pushService, true] : null,
    state.isIdle ? ["power", say("idle"), true] : null,
    state.isLocked ? ["screen", say("locked")] : null,
    state.doNotDisturb ? ["do_not_disturb", state.doNotDisturb, true] : null,
    state.isSuspended ? ["app_pause", say("suspended"), true] : null,
    state.aside.size ? ["out_of_sight", say("notifications_shown", { count: state.aside.size }), true] : null,
    state.clockOff ? ["clock", say("clock_off", { span: span(Math.abs(state.clockOff)) }), true] : null,
    channels.length ? ["channels", channels.map(([id, importance]) => `${id} (${word("importance", importance)})`).join(", ")] : null,
  ];
  return h(
    "dl.phone-facts",
    {},
    rows
      .filter(Boolean)
      .map(([label, told, isWarning]) => h(`div${isWarning ? ".is-warning" : ""}`, {}, h("dt", {}, say(label)), h("dd", {}, isolated(told)))),
  );
}

/** Tell how the app's process is. */
export function processText(state) {
  if (!state.isInstalled) return say("not_installed");
  if (state.process === "dead") {
    if (state.isStopped || state.killedBy === "force_stop") return say("force_stopped");
    return state.killedBy ? say("killed_by", { by: word("killed", state.killedBy) }) : word("process", "dead");
  }
  return word("process", state.process);
}

function userText(state) {
  const session = state.session ? `IM: ${state.session}${state.ended ? ` (${state.ended})` : ""}` : "";
  return [state.user || say("nobody_logged_in"), session].filter(Boolean).join(" \u00b7 ");
}

function tokenText(state) {
  if (state.token) return say("bound_to", { user: state.token });
  return state.tokenStop ? say("not_bound_because", { reason: state.tokenStop }) : say("not_bound");
}

function notificationsText(state) {
  if (!state.isAllowed) return say("switched_off");
  return state.permission ? word("permission", state.permission) : say("allowed");
}

function initial(name) {
  return [...shortName(name)][0]?.toUpperCase() ?? "?";
}

function shortName(name) {
  return name.split(".").at(-1) || name;
}
