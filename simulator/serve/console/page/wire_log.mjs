// The wire log: requests and answers as they were sent, newest first.

import { fill, h } from "../../../report/html/page/dom.mjs";
import { wallClock } from "../../../report/html/page/time.mjs";
import { drawExchange } from "../../../report/html/page/wire.mjs";
import { tell } from "./texts.mjs";

const SHOWN_MAX = 100;

/** The list of exchanges. */
export class WireLog {
  /**
   * @param {HTMLElement} place
   * @param {Object} about
   * @param {import("./live.mjs").LiveWorld} about.world
   * @param {import("./live.mjs").WorldClock} about.clock
   */
  constructor(place, about) {
    Object.assign(this, about);
    this.place = place;
    this.rows = new Map();
  }

  /** Draw everything anew. */
  draw() {
    fill(this.place);
    this.redraw(new Set(this.world.pairing.exchanges.map(({ request }) => request.n)));
  }

  /** Draw those exchanges again whose requests have the numbers *changed*. */
  redraw(changed) {
    const shown = this.world.pairing.exchanges.slice(-SHOWN_MAX);
    for (const exchange of shown) if (changed.has(exchange.request.n)) this.drawRow(exchange);
    const oldest = shown[0]?.request.n ?? Infinity;
    for (const [n, row] of this.rows) {
      if (n >= oldest) continue;
      row.remove();
      this.rows.delete(n);
    }
    if (!shown.length) fill(this.place, h("p.empty", {}, tell("no_exchanges")));
    else this.place.querySelector(":scope > .empty")?.remove();
  }

  drawRow(exchange) {
    const { n, at } = exchange.request;
    const clock = wallClock(this.clock.start, at);
    const row = drawExchange(exchange, { at: clock ? `${clock.time}${clock.seconds}` : undefined });
    const before = this.rows.get(n);
    if (before?.open) row.open = true;
    if (before?.isConnected) before.replaceWith(row);
    else this.place.insertBefore(row, [...this.place.children].find((other) => Number(other.dataset.n) < n) ?? null);
    this.rows.set(n, row);
  }
}
