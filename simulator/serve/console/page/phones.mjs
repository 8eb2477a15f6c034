// All phones of the world, drawn as they stand; only those that can be seen are drawn at all.

import { copy } from "../../../report/html/page/command.mjs";
import { fill, h, isolated } from "../../../report/html/page/dom.mjs";
import { hueOf } from "../../../report/html/page/hues.mjs";
import { icon } from "../../../report/html/page/icons.mjs";
import { drawPhone, processText } from "../../../report/html/page/phone.mjs";
import { sayVendor, word } from "../../../report/html/page/words.mjs";
import { actionsOf } from "./steps.mjs";
import { roughly, tell } from "./texts.mjs";

const CARDS_MAX = 25;
const SEARCH_FROM = 7;
const GHOST_MS = 4_000;
const AGE_MS = 10_000;
const SWIPE_PX = 70;
const REG_ID_SHOWN = 18;

/** The wall of phones. */
export class Phones {
  /**
   * @param {HTMLElement} place
   * @param {Object} about
   * @param {import("./live.mjs").LiveWorld} about.world
   * @param {import("./live.mjs").WorldClock} about.clock
   * @param {Object} about.vocabulary
   * @param {(steps: Object[]) => void} about.play
   * @param {(what: string, phone: string) => void} about.onAsk - Called with a step that has to be asked about first.
   */
  constructor(place, about) {
    Object.assign(this, about);
    this.place = place;
    this.slots = new Map();
    this.isHeld = false;
    this.postponed = new Set();
    this.search = h("input", { type: "search", id: "search", oninput: () => this.narrow() });
    this.bar = h("div.phones-bar", {}, this.search);
    this.wall = h("div.wall", { onpointerdown: (event) => this.hold(event), onpointerup: (event) => this.release(event), onpointercancel: () => this.letGo() });
    this.watch = new IntersectionObserver((entries) => this.seen(entries), { root: place, rootMargin: "300px" });
    setInterval(() => this.redraw([...this.slots.keys()]), AGE_MS);
    window.addEventListener("pointerup", () => this.letGo());
  }

  /** Draw everything anew: other phones, or another language. */
  draw() {
    this.watch.disconnect();
    this.slots.clear();
    this.search.placeholder = tell("search_phones");
    this.search.setAttribute("aria-label", tell("search_phones"));
    this.bar.hidden = this.world.phones.size < SEARCH_FROM;
    fill(this.wall, [...this.world.phones.keys()].map((name) => this.makeSlot(name)));
    fill(this.place, this.bar, this.wall);
    if (!this.world.phones.size) fill(this.wall, h("p.empty", {}, tell("no_phones")));
    this.narrow();
  }

  makeSlot(name) {
    const element = h("section.slot", { "aria-label": name, "data-phone": name });
    this.slots.set(name, { element, isSeen: false, drawnAt: this.world.last });
    this.watch.observe(element);
    return element;
  }

  seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const slot = this.slots.get(target.dataset.phone);
      if (slot?.element !== target) continue;
      slot.isSeen = isIntersecting;
      if (isIntersecting) this.drawSlot(target.dataset.phone);
      else target.replaceChildren();
    }
  }

  narrow() {
    const wanted = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const [name, { element }] of this.slots) {
      const { view, state } = this.world.phones.get(name);
      const text = [name, view.vendor, view.model, state.user, state.token, state.regId].join("\n").toLowerCase();
      element.hidden = !wanted.every((part) => text.includes(part));
    }
  }

  /** Draw the phones called *names* again, those that can be seen. */
  redraw(names) {
    for (const name of names) {
      if (this.isHeld) this.postponed.add(name);
      else if (this.slots.get(name)?.isSeen) this.drawSlot(name);
    }
  }

  drawSlot(name) {
    const slot = this.slots.get(name);
    const phone = this.world.phones.get(name);
    if (!slot || !phone) return;
    const { view, state } = phone;
    const now = this.clock.now;
    const shade = state.shade.map((shown) => ({ ...shown, isNew: shown.n > slot.drawnAt })).reverse();
    state.gone = state.gone.filter((shown) => this.isFresh(shown, name));
    slot.drawnAt = this.world.last;
    const focus = slot.element.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    const scrolled = slot.element.querySelector(".shade")?.scrollTop ?? 0;
    fill(
      slot.element,
      drawHead(view, this.vocabulary),
      drawPhone(
        { ...state, shade },
        {
          name,
          model: view.model,
          android: view.android,
          hue: hueOf(view.vendor, this.vocabulary),
          start: this.clock.start,
          now,
          cardsMax: CARDS_MAX,
          age: roughly,
          onTap: (shown) => this.play([{ tap_notification: { phone: name, title: shown.title, body: shown.body } }]),
          onSwipe: (shown) => this.swipe(name, shown),
        },
      ),
      drawState(state),
      drawRegId(state),
      this.drawActions(name, state),
    );
    slot.element.querySelector(".shade").scrollTop = scrolled;
    if (focus) slot.element.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }

  // What has left the shade is told for a moment of the reader's own time, however fast the world's goes.
  isFresh(shown, name) {
    const now = performance.now();
    if (!shown.goneSince) {
      shown.goneSince = now;
      setTimeout(() => this.redraw([name]), GHOST_MS + 1);
    }
    return now - shown.goneSince < GHOST_MS;
  }

  drawActions(name, state) {
    return h(
      "div.actions",
      { role: "group", "aria-label": tell("steps") },
      actionsOf(name, state).map(({ id, icon: picture, step, asks, isOff, isPressed }) =>
        h(
          "button",
          {
            type: "button",
            "data-key": id,
            "data-step": id,
            "aria-disabled": isOff ? "true" : null,
            "aria-pressed": isPressed === undefined ? null : String(isPressed),
            onclick: () => this.act({ step, asks, isOff }, name),
          },
          icon(picture),
          h("span", {}, tell(id)),
        ),
      ),
    );
  }

  act({ step, asks, isOff }, name) {
    if (isOff) return;
    if (asks) this.onAsk(asks, name);
    else this.play([step]);
  }

  swipe(name, shown) {
    this.play([{ swipe_notification: { phone: name, title: shown.title, body: shown.body } }]);
  }

  // -- pointer --------------------------------------------------------------------------------------------------------

  // What is drawn anew under a finger would lose its click.
  hold(event) {
    this.isHeld = true;
    const card = event.target.closest(".card");
    if (!card?.querySelector(".tap")) return;
    const from = event.clientX;
    const move = (moved) => {
      card.style.setProperty("translate", `${moved.clientX - from}px`);
      card.style.setProperty("opacity", String(1 - Math.min(0.7, Math.abs(moved.clientX - from) / 200)));
    };
    this.drag = { card, from, move };
    window.addEventListener("pointermove", move);
  }

  release(event) {
    if (!this.drag) return;
    const { card, from } = this.drag;
    const hasSwiped = Math.abs(event.clientX - from) > SWIPE_PX;
    if (hasSwiped) {
      card.querySelector(".swipe").click();
      // The click that ends a swipe is none; it comes at once, if it comes.
      const stop = (click) => click.stopPropagation();
      card.addEventListener("click", stop, { capture: true, once: true });
      setTimeout(() => card.removeEventListener("click", stop, { capture: true }));
    }
  }

  letGo() {
    if (this.drag) {
      window.removeEventListener("pointermove", this.drag.move);
      this.drag.card.style.removeProperty("translate");
      this.drag.card.style.removeProperty("opacity");
      this.drag = null;
    }
    // The click comes behind this.
    setTimeout(() => {
      this.isHeld = false;
      const names = [...this.postponed];
      this.postponed.clear();
      this.redraw(names);
    });
  }
}

function drawHead(view, vocabulary) {
  return h(
    "header.slot-head",
    {},
    h("h2", {}, isolated(view.name)),
    h("span.vendor", { style: { "--hue": hueOf(view.vendor, vocabulary) } }, isolated(sayVendor(vocabulary, view.vendor) || tell("no_vendor"))),
  );
}

function drawState(state) {
  const { process, user, session, network, isAllowed, isIdle, isLocked } = state;
  const isDown = process === "dead" || state.isStopped;
  return h(
    "ul.chips",
    {},
    h(`li.chip.process${isDown ? ".is-bad" : ".is-good"}`, { "data-process": process }, processText(state)),
    h(
      `li.chip.user${user ? ".is-good" : ""}`,
      { title: session ? `IM: ${session}` : "" },
      user ? isolated(user) : session === "PushOnline" ? tell("push_online", { user: state.token }) : tell("nobody"),
    ),
    h(`li.chip${network === "off" || network === "airplane" ? ".is-bad" : ""}`, {}, word("network", network)),
    isAllowed ? null : h("li.chip.is-bad", {}, tell("muted")),
    isIdle ? h("li.chip.is-warning", {}, "Doze") : null,
    isLocked ? h("li.chip.is-warning", {}, tell("locked")) : null,
  );
}

function drawRegId({ regId, token, tokenStop }) {
  if (!regId) return h("p.reg-id", {}, "regId ", h("span.quiet", {}, tell("none")), tokenStop ? h("span.reason", {}, tokenStop) : null);
  const short = regId.length > REG_ID_SHOWN ? `${regId.slice(0, 9)}\u2026${regId.slice(-6)}` : regId;
  const button = h("button.copy", { type: "button", "data-key": "copy", "aria-label": tell("copy_reg_id"), title: regId, onclick: () => copy(regId, button) }, icon("copy"));
  return h("p.reg-id", {}, "regId ", h("code", { title: regId }, isolated(short)), button, h("span.quiet", {}, token ? isolated(`\u2192 ${token}`) : tell("unbound")));
}
