// What went over the wire, as it was sent: requests with their answers, bodies laid out for reading.

import { fill, h, isolated, visible } from "./dom.mjs";
import { instant, span } from "./time.mjs";
import { say } from "./words.mjs";

/**
 * @typedef {Object} Exchange
 * @property {import("./state.mjs").TraceRecord} request
 * @property {?import("./state.mjs").TraceRecord} answer - Null where none came.
 */

/**
 * Pair the HTTP requests of a trace with their answers.
 *
 * An answer is the first one behind its request on the same link that descends from it or, where nothing does, comes next.
 *
 * @param {import("./state.mjs").TraceRecord[]} records
 * @returns {Exchange[]}
 */
export function exchangesIn(records) {
  const pairing = new Pairing();
  for (const record of records) pairing.take(record);
  return pairing.exchanges;
}

/** Pairs requests and answers as they come in; of a trace without an end only the newest. */
export class Pairing {
  /** @param {number} [newest] - How many exchanges are kept. */
  constructor(newest = Infinity) {
    this.newest = newest;
    /** @type {Exchange[]} */
    this.exchanges = [];
    this.parents = new Map();
    this.open = new Map();
  }

  /**
   * Take one more record.
   *
   * @param {import("./state.mjs").TraceRecord} record
   * @returns {?Exchange} The exchange that it begins or ends.
   */
  take(record) {
    this.parents.set(record.n, record.parent);
    if (this.exchanges.length > this.newest) this.forget();
    if (record.kind !== "wire") return null;
    if (record.data.request) return this.asked(record);
    return record.data.answer ? this.answered(record) : null;
  }

  asked(request) {
    const exchange = { request, answer: null };
    this.exchanges.push(exchange);
    const waiting = this.open.get(request.name) ?? [];
    waiting.push(exchange);
    this.open.set(request.name, waiting);
    return exchange;
  }

  answered(answer) {
    const ancestors = new Set();
    for (let n = answer.parent; n; n = this.parents.get(n)) ancestors.add(n);
    const waiting = this.open.get(answer.name) ?? [];
    const descends = waiting.findIndex(({ request }) => ancestors.has(request.n));
    const [exchange] = waiting.splice(Math.max(0, descends), 1);
    if (exchange) exchange.answer = answer;
    return exchange ?? null;
  }

  forget() {
    const first = this.exchanges.splice(0, this.exchanges.length - Math.floor(this.newest / 2)).at(-1).request.n;
    for (const n of this.parents.keys()) {
      if (n > first) break;
      this.parents.delete(n);
    }
    for (const [name, waiting] of this.open) this.open.set(name, waiting.filter(({ request }) => request.n > first));
  }
}

/**
 * Lay out a body: JSON indented, a form one field a line, anything else as it is.
 *
 * @param {string} body
 * @param {Array<[string, string]>} headers
 * @returns {{kind: "json"|"form"|"text", text: string}}
 */
export function layOut(body, headers = []) {
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const json = parsed(body);
  if (json !== undefined) return { kind: "json", text: JSON.stringify(json, null, 2) };
  if (type.includes("form-urlencoded") && body.includes("=")) return { kind: "form", text: form(body) };
  return { kind: "text", text: body };
}

const LONG_NUMBER = /[:[,]\s*-?\d{16}/;

function parsed(text) {
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[") return undefined;
  if (LONG_NUMBER.test(text) && !JSON.rawJSON) return undefined;
  try {
    return JSON.parse(text, asWritten);
  } catch {
    return undefined;
  }
}

// A number of more than fifteen digits, such as a message's id, would not stay what it is.
function asWritten(_key, value, context) {
  const isLong = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLong ? JSON.rawJSON(context.source) : value;
}

function form(body) {
  return body
    .split("&")
    .map((pair) => {
      const [name, ...rest] = pair.split("=");
      const value = decoded(rest.join("="));
      const json = parsed(value);
      return `${decoded(name)} = ${json === undefined ? value : JSON.stringify(json, null, 2)}`;
    })
    .join("\n");
}

function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/**
 * Draw what a wire record carries: a request, an answer, or a message of a private protocol.
 *
 * @param {import("./state.mjs").TraceRecord} record
 * @returns {HTMLElement}
 */
export function drawCarried({ data }) {
  if (data.request) return drawRequest(data.request);
  if (data.answer) return drawAnswer(data.answer);
  return h(
    "div.http",
    {},
    h("p.line", {}, h("b", {}, isolated(data.message ?? "")), h("span.quiet", {}, say("private_protocol"))),
    drawBody("json", JSON.stringify(data.fields ?? data, null, 2)),
  );
}

function drawRequest({ method, url, headers = [], body = "" }) {
  const { origin, path, query } = takenApart(url);
  const laid = layOut(body, headers);
  return h(
    "div.http",
    {},
    h("p.line", {}, h("b.method", {}, method), h("span.url", {}, h("span.quiet", {}, isolated(origin)), isolated(path))),
    query.length ? drawHeaders(query, "query") : null,
    drawHeaders(headers),
    body ? drawBody(laid.kind, laid.text) : h("p.quiet", {}, say("no_body")),
  );
}

function drawAnswer({ status, headers = [], body = "" }) {
  const laid = layOut(body, headers);
  return h(
    "div.http",
    {},
    h("p.line", {}, h(`b.status-code${status >= 400 ? ".is-bad" : ""}`, {}, String(status))),
    drawHeaders(headers),
    body ? drawBody(laid.kind, laid.text) : h("p.quiet", {}, say("no_body")),
  );
}

function drawHeaders(headers, kind = "header") {
  if (!headers.length) return null;
  return h(
    `dl.headers.is-${kind}`,
    {},
    headers.map(([name, value]) => [h("dt", {}, isolated(name)), h("dd", {}, isolated(value))]),
  );
}

function takenApart(url) {
  const [, origin, path, query] = /^(\w+:\/\/[^/]*)?([^?]*)\??(.*)$/s.exec(url) ?? ["", "", url, ""];
  const pairs = query ? query.split("&").map((pair) => pair.split("=")) : [];
  return { origin: origin ?? "", path, query: pairs.map(([name, ...rest]) => [name, decoded(rest.join("="))]) };
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

/** Draw a body; JSON is coloured. */
export function drawBody(kind, text) {
  if (kind !== "json") return h("pre.http-body", { dir: "ltr", tabindex: 0 }, visible(text));
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon, number] = match;
    parts.push(visible(text.slice(from, match.index)));
    if (string) parts.push(h(colon ? "span.key" : "span.string", {}, visible(string)), visible(colon ?? ""));
    else parts.push(h(number ? "span.number" : "span.word", {}, whole));
    from = match.index + whole.length;
  }
  return h("pre.http-body", { dir: "ltr", tabindex: 0 }, parts, visible(text.slice(from)));
}

/**
 * Draw all exchanges of a trace, each folded to one line.
 *
 * @param {Exchange[]} exchanges
 * @param {(n: number) => void} onPick - Called with the record that is chosen.
 * @returns {HTMLElement}
 */
export function drawExchanges(exchanges, onPick) {
  if (!exchanges.length) return h("p.empty", {}, say("no_exchanges"));
  return h("div.exchanges", {}, exchanges.map((exchange) => drawExchange(exchange, { onPick })));
}

/**
 * Draw one exchange, folded to one line; what it carried is drawn when it is unfolded.
 *
 * @param {Exchange} exchange
 * @param {Object} [options]
 * @param {(n: number) => void} [options.onPick] - Called with the record that is chosen.
 * @param {string} [options.at] - When the request was sent, if not as virtual time.
 * @returns {HTMLElement}
 */
export function drawExchange({ request, answer }, { onPick, at } = {}) {
  const { method, url } = request.data.request;
  const { origin, path } = takenApart(url);
  const status = answer?.data.answer.status;
  const both = h("div.both");
  const unfold = () => {
    fill(
      both,
      h("section", {}, h("h4", {}, say("request"), moment(request, onPick)), drawCarried(request)),
      answer ? h("section", {}, h("h4", {}, say("answer"), moment(answer, onPick)), drawCarried(answer)) : null,
    );
  };
  return h(
    "details.exchange",
    { "data-n": request.n, ontoggle: (event) => event.target.open && !both.hasChildNodes() && unfold() },
    h(
      "summary",
      {},
      h("span.at", {}, at ?? instant(request.at)),
      h("span.link", {}, isolated(request.name)),
      h("b.method", {}, method),
      h("span.url", {}, h("span.quiet", {}, isolated(origin)), isolated(path)),
      status === undefined
        ? h("span.status-code.is-bad", {}, say("no_answer"))
        : h(`span.status-code${status >= 400 ? ".is-bad" : ""}`, {}, String(status)),
      h("span.quiet", {}, answer ? span(answer.at - request.at) : ""),
    ),
    both,
  );
}

function moment(record, onPick) {
  if (!onPick) return null;
  return h("button.quiet", { type: "button", onclick: () => onPick(record.n) }, say("show_moment"));
}
