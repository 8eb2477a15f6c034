// The served world as the page knows it: what it was told when it asked, changed by each record that has come since.

import { readStart } from "../../../report/html/page/data.mjs";
import { follow } from "../../../report/html/page/journey.mjs";
import { newPhone, take } from "../../../report/html/page/state.mjs";
import { Pairing } from "../../../report/html/page/wire.mjs";

export const JOURNEYS_MAX = 200;
export const EXCHANGES_MAX = 400;
const INBOX = new Set(["InAppMessage"]);

/**
 * Read a record as the control API writes it.
 *
 * @param {Object} line
 * @returns {import("../../../report/html/page/state.mjs").TraceRecord}
 */
export function readRecord({ n, at_ms, actor, kind, name, outcome, reason, rule, parent, push_id, data }) {
  return { n, at: at_ms, actor, kind, name, outcome, reason, rule, parent: parent ?? 0, push: push_id ?? 0, data };
}

/** What is known of one world. */
export class LiveWorld {
  constructor() {
    this.forget();
  }

  /** Know nothing, as of a world that nobody has asked about. */
  forget() {
    /** @type {Map<string, {view: Object, state: Object, isNewSince: number}>} */
    this.phones = new Map();
    /** @type {Map<number, import("../../../report/html/page/journey.mjs").Journey>} */
    this.journeys = new Map();
    this.pairing = new Pairing(EXCHANGES_MAX);
    this.last = 0;
    this.phonesKnownAt = 0;
    this.now = 0;
    this.changed = { phones: new Set(), journeys: new Set(), exchanges: new Set() };
  }

  /**
   * Take over how all phones stand.
   *
   * @param {Object[]} views - As `GET /_sim/phones` answers.
   * @param {number} last - Number of a record that they have behind them.
   */
  know(views, last) {
    const before = this.phones;
    this.phones = new Map(views.map((view) => [view.name, { view, state: stateOf(view, before.get(view.name)?.state) }]));
    this.phonesKnownAt = last;
    this.changed.phones = new Set(this.phones.keys());
  }

  /** Take one more record. */
  take(record) {
    if (record.n <= this.last) return;
    this.last = record.n;
    this.now = Math.max(this.now, record.at);
    const journey = follow(this.journeys, record);
    if (journey) this.changed.journeys.add(journey.push);
    else if (record.data.message === "Delivery") this.read(record);
    if (this.journeys.size > JOURNEYS_MAX) this.journeys.delete(this.journeys.keys().next().value);
    const exchange = this.pairing.take(record);
    if (exchange) this.changed.exchanges.add(exchange.request.n);
    if (record.n > this.phonesKnownAt) this.tell(record);
  }

  // What a phone never showed is read off what the vendor sent it.
  read({ push, data }) {
    const journey = this.journeys.get(push);
    if (journey) journey.delivery = { title: data.fields.title ?? "", body: data.fields.body ?? "" };
  }

  /** Take over what the journey of a push cannot tell by itself: its phone, and what had stopped a token it went without. */
  knowPush({ push_id, phone, root, rule }) {
    const journey = this.journeys.get(push_id);
    if (!journey) return;
    Object.assign(journey, { phone, root, rule });
    this.changed.journeys.add(push_id);
  }

  /** Let the phones that *record* is about change. */
  tell(record) {
    const name = phoneOf(record);
    const phone = this.phones.get(name);
    if (!phone) return;
    take(phone.state, record, name);
    if (record.kind === "state" && record.name === "channel") return;
    this.changed.phones.add(name);
  }

  /** Return what has changed since the last call. */
  news() {
    const { changed } = this;
    this.changed = { phones: new Set(), journeys: new Set(), exchanges: new Set() };
    return changed;
  }
}

function phoneOf({ actor, kind, name, data }) {
  if (actor !== "im") return actor;
  if (kind === "wire" && INBOX.has(data.message)) return name.slice("im>".length);
  return data.phone ?? "";
}

/**
 * Return a phone as `drawPhone` takes it, from what the control API says of it.
 *
 * @param {Object} view
 * @param {Object} [before] - What was known of it: a page that was open, texts that came in.
 * @returns {Object}
 */
export function stateOf(view, before) {
  const isRunning = view.state !== "dead";
  const { activity = "", inbox = [], killedBy = "", package: app = "" } = before ?? {};
  return {
    ...newPhone(),
    package: app || view.package,
    process: view.state,
    killedBy: isRunning ? "" : killedBy,
    isStopped: view.is_force_stopped,
    activity: isRunning ? activity : "",
    inbox: isRunning ? inbox : [],
    user: view.logged_in ?? "",
    session: view.session ?? "",
    network: view.network,
    isAllowed: view.notifications,
    isLocked: view.is_locked,
    regId: view.reg_id ?? "",
    token: view.user ?? "",
    shade: view.shade.map((shown) => ({
      key: shown.key,
      push: shown.push_id ?? 0,
      n: 0,
      at: shown.at_ms ?? 0,
      package: view.package,
      title: shown.title,
      body: shown.body,
      channel: shown.channel,
      importance: shown.importance,
      sound: "",
      isUpdate: false,
      isNew: false,
    })),
  };
}

/** A world's clock, which goes on by itself between two looks at it. */
export class WorldClock {
  /** @param {() => number} [machine] - Milliseconds of any clock that only goes forward. */
  constructor(machine = () => performance.now()) {
    this.machine = machine;
    this.pace = "stopped";
    this.nowMs = 0;
    this.since = 0;
    this.start = null;
    this.aheadMs = 0;
  }

  /** Set it by what the control API says. */
  set({ now_ms, time, pace, ahead_ms }) {
    const start = readStart(time);
    Object.assign(this, { pace, nowMs: now_ms, since: this.machine(), aheadMs: ahead_ms });
    this.start = start && { ...start, epoch_ms: start.epoch_ms - now_ms };
  }

  /** Virtual milliseconds since the world began. */
  get now() {
    return this.pace === "real" ? this.nowMs + Math.round(this.machine() - this.since) : this.nowMs;
  }
}
