// The way to the control API of one world: questions, steps, and its records as they happen.

import { readRecord } from "./live.mjs";

const TOKEN = "pushsim-token";
const TAIL = 1_000;
const FLUSH_MS = 100;
const AGAIN_MS = 2_000;
const WAITING_MAX = 20_000;

/** What the control API said no to. */
export class No extends Error {
  /**
   * @param {number} status - Of the answer; 0 where there was none.
   * @param {Object} failure - Its body.
   */
  constructor(status, failure) {
    super(failure.error ?? String(status));
    this.status = status;
    this.problems = failure.problems ?? [];
  }
}

/** Return the base address that a page at *pathname* controls: empty for the main world. */
export function baseOf(pathname) {
  return /^\/w\/[^/]+/.exec(pathname)?.[0] ?? "";
}

/** Take the token out of the address, where it would be seen, and remember it as long as the tab is open. */
export function takeToken() {
  const query = new URLSearchParams(location.search);
  const given = query.get("token");
  if (given !== null) {
    sessionStorage.setItem(TOKEN, given);
    query.delete("token");
    history.replaceState(null, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
  }
  return given ?? sessionStorage.getItem(TOKEN) ?? "";
}

/** Remember another token. */
export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

/** Asks, and reads along. */
export class Link {
  /**
   * @param {import("./live.mjs").LiveWorld} world - Is told everything.
   * @param {Object} tell
   * @param {(about: Object) => void} tell.known - Called with the world's own description whenever it was asked for.
   * @param {() => void} tell.forgotten - Called before another world is asked about in the place of this one.
   * @param {() => void} tell.changed - Called after records have come.
   * @param {(isOpen: boolean) => void} tell.connected
   */
  constructor(world, tell) {
    this.base = baseOf(location.pathname);
    this.token = takeToken();
    this.world = world;
    this.tell = tell;
    this.waiting = [];
    this.isAsking = false;
    this.timer = null;
  }

  /**
   * Ask the control API.
   *
   * @param {string} method
   * @param {string} path - Behind `/_sim`.
   * @param {unknown} [body]
   * @returns {Promise<any>}
   * @throws {No} It refused, or nobody answered.
   */
  async ask(method, path, body) {
    const headers = { ...(this.token && { authorization: `Bearer ${this.token}` }), ...(body !== undefined && { "content-type": "application/json" }) };
    let answer;
    try {
      answer = await fetch(`${this.base}/_sim${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    } catch {
      throw new No(0, {});
    }
    const text = await answer.text();
    const said = text ? JSON.parse(text) : null;
    if (!answer.ok) throw new No(answer.status, said ?? {});
    return said;
  }

  /** Begin: ask how the world stands, then read along; where the connection ends, again. */
  async start() {
    const about = await this.survey();
    const { records } = await this.ask("GET", `/trace?after=${Math.max(0, about.last - TAIL)}`);
    for (const line of records) this.world.take(readRecord(line));
    this.tell.changed();
    this.readAlong();
  }

  readAlong() {
    const token = this.token ? `&token=${encodeURIComponent(this.token)}` : "";
    const source = new EventSource(`${this.base}/_sim/events?after=${this.world.last}${token}`);
    let hasBeenOpen = false;
    source.addEventListener("open", () => {
      this.tell.connected(true);
      // The browser asks on behind the last record by itself; a server that began anew has other records of that number.
      if (hasBeenOpen) this.resume(source);
      hasBeenOpen = true;
    });
    source.addEventListener("record", (event) => this.queue(event.data));
    source.addEventListener("gap", () => this.survey().catch(() => {}));
    source.addEventListener("error", () => {
      this.tell.connected(false);
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.restart(), AGAIN_MS);
    });
  }

  async resume(source) {
    const { last, now } = this.world;
    const about = await this.survey().catch(() => null);
    if (about && about.last >= last && about.clock.now_ms >= now) return;
    source.close();
    this.restart();
  }

  async restart() {
    try {
      await this.startAnew();
    } catch {
      setTimeout(() => this.restart(), AGAIN_MS);
    }
  }

  async startAnew() {
    const worlds = await this.ask("GET", "/worlds");
    if (!worlds.some(({ path }) => path === this.base)) throw new No(404, {});
    this.waiting = [];
    this.world.forget();
    this.tell.forgotten();
    await this.start();
  }

  /** Ask how the world and its phones stand; records of later then change that. */
  async survey() {
    this.isAsking = true;
    try {
      const worlds = await this.ask("GET", "/worlds");
      const about = worlds.find(({ path }) => path === this.base);
      if (!about) throw new No(404, { error: `no world is at "${this.base}"` });
      this.world.know(await this.ask("GET", "/phones"), about.last);
      this.tell.known(about);
      return about;
    } finally {
      this.isAsking = false;
      this.soon();
    }
  }

  queue(data) {
    this.waiting.push(data);
    if (this.waiting.length > WAITING_MAX) {
      // In a tab that sleeps more may come than is worth reading: how the phones stand is asked anew.
      this.waiting.splice(0, WAITING_MAX / 2);
      if (!this.isAsking) this.survey().catch(() => {});
    }
    this.soon();
  }

  soon() {
    if (this.timer === null && this.waiting.length) this.timer = setTimeout(() => this.flush(), FLUSH_MS);
  }

  flush() {
    this.timer = null;
    if (this.isAsking) return;
    for (const line of this.waiting) this.world.take(readRecord(JSON.parse(line)));
    this.waiting = [];
    this.tell.changed();
  }
}
