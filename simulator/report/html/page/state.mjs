// What a phone shows and does at a moment, read from the trace's records alone.

/**
 * @typedef {Object} TraceRecord
 * @property {number} n - Position in the trace, from 1.
 * @property {number} at - Virtual milliseconds since the run began.
 * @property {string} actor
 * @property {string} kind - step, hop, state, wire, callback, log or fault.
 * @property {string} name
 * @property {string} outcome - ok, refused, waiting or failed.
 * @property {string} reason
 * @property {string} rule
 * @property {number} parent - 0 for none.
 * @property {number} push - 0 for none.
 * @property {Object} data
 */

/**
 * @typedef {Object} Shown
 * @property {string} key - Android's: one of the same key takes its place.
 * @property {number} push
 * @property {string} package
 * @property {string} title
 * @property {string} body
 * @property {string} channel - Empty below Android 8.
 * @property {string} importance
 * @property {string} sound
 * @property {number} at - When it was posted.
 * @property {boolean} isUpdate - It took the place of another.
 * @property {boolean} isNew - The very record at which the phone is looked at posted it.
 */

const BEGINNING = {
  package: "",
  isInstalled: true,
  isStopped: false,
  process: "none",
  killedBy: "",
  activity: "",
  user: "",
  session: "",
  ended: "",
  network: "wifi",
  isAllowed: true,
  permission: "",
  pushService: "",
  isIdle: false,
  isCharging: false,
  isLocked: false,
  doNotDisturb: "",
  isSuspended: false,
  badge: 0,
  clockOff: 0,
  regId: "",
  token: "",
  tokenStop: "",
};

/**
 * Return the names of all phones in a trace, in the order in which they first act.
 *
 * @param {TraceRecord[]} records
 * @returns {string[]}
 */
export function phonesIn(records) {
  const found = new Set();
  for (const { kind, name, actor, data } of records) {
    if (kind === "state" && (name === "process" || name === "package" || name === "network")) found.add(actor);
    else if (kind === "hop" && (name === "sdk_started" || name === "posted")) found.add(actor);
    else if (kind === "state" && name === "session" && data.phone && !data.phone.includes("@")) found.add(data.phone);
  }
  return [...found];
}

/**
 * Return how *phone* stands after the record at index *upTo*.
 *
 * @param {TraceRecord[]} records - The whole trace, in order.
 * @param {string} phone
 * @param {number} upTo - Index of the last record that counts; -1 for the beginning.
 * @returns {Object} What `BEGINNING` has, and: `shade` (Shown[], newest first), `gone` (Shown[] with `why`: what left
 *   the shade since the present step began), `channels` (by id: importance or `deleted`), `inbox` (texts that came while
 *   the app ran), `aside` (by key: what is snoozed or hidden), `now` (virtual ms).
 */
export function phoneAt(records, phone, upTo) {
  const state = newPhone();
  const last = Math.min(upTo, records.length - 1);
  for (let index = 0; index <= last; index += 1) take(state, records[index], phone);
  for (const shown of state.shade) shown.isNew = shown.n === records[last].n;
  state.shade.reverse();
  return state;
}

/** Return a phone of which nothing is known yet, for `take`; its `shade` is oldest first. */
export function newPhone() {
  return { ...BEGINNING, shade: [], gone: [], channels: {}, inbox: [], now: 0, aside: new Map() };
}

/**
 * Change *state* by what one more record tells of *phone*.
 *
 * @param {Object} state - Of `newPhone`.
 * @param {TraceRecord} record
 * @param {string} phone
 */
export function take(state, record, phone) {
  state.now = record.at;
  if (record.kind === "step") beginStep(state);
  else if (record.actor === phone) ofPhone(state, record);
  else if (record.actor === "im") ofServer(state, record, phone);
}

function beginStep(state) {
  state.gone = [];
}

function ofPhone(state, record) {
  const { kind, name, outcome, data } = record;
  if (kind === "state") CHANGES[name]?.(state, data, record);
  else if (kind === "callback") ofCallback(state, record);
  else if (kind === "hop" && name === "posted" && outcome === "ok") post(state, record);
  else if (kind === "hop" && name === "token_bound") ofToken(state, outcome === "ok" ? "bound" : record.reason, data);
  else if (kind === "hop" && name === "reg_id_received" && outcome === "ok") state.regId = data.reg_id ?? state.regId;
  else if (kind === "hop" && outcome === "refused" && TOKEN_HOPS.has(name)) state.tokenStop = record.reason;
}

const TOKEN_HOPS = new Set(["sdk_started", "reg_id_issued", "reg_id_received", "token_reported"]);

const CHANGES = {
  package(state, data) {
    state.package = data.package;
    if (data.state === "installed" || data.state === "uninstalled") state.isInstalled = data.state === "installed";
    if (data.state === "stopped" || data.state === "unstopped") state.isStopped = data.state === "stopped";
    if (data.state === "suspended" || data.state === "unsuspended") state.isSuspended = data.state === "suspended";
  },
  process(state, data) {
    state.process = data.state;
    state.killedBy = data.state === "dead" ? data.by ?? "" : "";
    if (data.state === "dead") Object.assign(state, { activity: "", user: "", inbox: [] });
    state.package ||= data.package;
  },
  activity(state, data) {
    state.activity = data.activity;
  },
  network(state, data) {
    state.network = data.network;
  },
  notifications(state, data) {
    state.isAllowed = data.enabled;
  },
  permission(state, data) {
    state.permission = data.answer;
  },
  push_service(state, data) {
    state.pushService = data.condition === "working" ? "" : data.condition;
  },
  power(state, data) {
    state.isIdle = data.is_idle ?? state.isIdle;
    state.isCharging = data.is_charging ?? state.isCharging;
  },
  keyguard(state, data) {
    state.isLocked = data.is_locked;
  },
  zen(state, data) {
    state.doNotDisturb = data.filter === "all" ? "" : data.filter;
  },
  badge(state, data, record) {
    if (record.outcome === "ok") state.badge = data.number ?? data.count ?? state.badge;
  },
  clock(state, data) {
    state.clockOff = data.off_ms ?? 0;
  },
  channel(state, data) {
    if (data.importance) state.channels[data.channel_id] = data.is_deleted ? "deleted" : data.importance.toLowerCase();
  },
  notification(state, data, record) {
    if (data.state === "removed") remove(state, data.key, data.why);
    else if (data.state === "posted") post(state, record);
    else if (data.state === "shown_again") bringBack(state, data.key, record);
  },
};

function ofCallback(state, { name, data }) {
  if (name === "login" && data.code === 0) state.user = data.user ?? "";
  else if (name === "logout" || name === "onForceOffline" || name === "onKickedOffline") state.user = "";
  else if (name === "crashed") state.inbox = [];
}

function ofServer(state, { kind, name, data }, phone) {
  if (kind === "state" && name === "session" && data.phone === phone) {
    Object.assign(state, { session: data.state, ended: data.ended ?? "" });
  } else if (kind === "state" && name === "connection_lost" && data.phone === phone) {
    state.session = data.state;
  } else if (kind === "wire" && data.message === "InAppMessage" && name === `im>${phone}`) {
    state.inbox.push(textOf(data.fields?.message));
    state.inbox.splice(0, Math.max(0, state.inbox.length - INBOX_MAX));
  }
}

const INBOX_MAX = 4;

function textOf(message) {
  const text = message?.elements?.[0]?.content?.Text ?? "\u2026";
  return { from: message?.sender ?? "", text };
}

function ofToken(state, how, data) {
  state.token = how === "bound" ? data.user ?? "" : "";
  state.tokenStop = how === "bound" ? "" : how;
}

function post(state, { at, push, n, data }) {
  const key = data.key ?? `push ${push}`;
  if (state.shade.some((one) => one.key === key)) remove(state, key, "replaced");
  state.aside.delete(key);
  state.shade.push({
    key,
    push,
    n,
    at,
    package: data.package ?? state.package,
    title: data.title ?? "",
    body: data.body ?? "",
    channel: data.channel_id ?? "",
    importance: data.importance ?? "",
    sound: data.sound ?? "",
    isUpdate: Boolean(data.is_update),
    isNew: false,
  });
}

function remove(state, key, why) {
  const index = state.shade.findIndex((one) => one.key === key);
  if (index < 0) return;
  const [shown] = state.shade.splice(index, 1);
  state.gone.push({ ...shown, why });
  if (why === "snoozed" || why === "hidden") state.aside.set(key, shown);
}

// What was snoozed or hidden comes back as it was, and counts as new in the order.
function bringBack(state, key, { n }) {
  const shown = state.aside.get(key);
  if (shown) state.shade.push({ ...shown, n });
  state.aside.delete(key);
}
