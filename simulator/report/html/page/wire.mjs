// What went over the wire, as it was sent: requests with their answers, bodies laid out for reading.

import { h, isolated, visible } from "./dom.mjs";
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
  const parents = new Map(records.map((record) => [record.n, record.parent]));
  const open = new Map();
  const found = [];
  for (const record of records) {
    if (record.kind !== "wire") continue;
    if (record.data.request) {
      const exchange = { request: record, answer: null };
      found.push(exchange);
      const waiting = open.get(record.name) ?? [];
      waiting.push(exchange);
      open.set(record.name, waiting);
    } else if (record.data.answer) {
      answered(open.get(record.name) ?? [], record, parents);
    }
  }
  return found;
}

function answered(waiting, answer, parents) {
  const ancestors = new Set();
  for (let n = answer.parent; n; n = parents.get(n)) ancestors.add(n);
  const descends = waiting.findIndex(({ request }) => ancestors.has(request.n));
  const [exchange] = waiting.splice(Math.max(0, descends), 1);
  if (exchange) exchange.answer = answer;
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
  return h(
    "div.exchanges",
    {},
    exchanges.map(({ request, answer }) => {
      const { method, url } = request.data.request;
      const { origin, path } = takenApart(url);
      const status = answer?.data.answer.status;
      return h(
        "details.exchange",
        { "data-n": request.n },
        h(
          "summary",
          {},
          h("span.at", {}, instant(request.at)),
          h("span.link", {}, isolated(request.name)),
          h("b.method", {}, method),
          h("span.url", {}, h("span.quiet", {}, isolated(origin)), isolated(path)),
          status === undefined
            ? h("span.status-code.is-bad", {}, say("no_answer"))
            : h(`span.status-code${status >= 400 ? ".is-bad" : ""}`, {}, String(status)),
          h("span.quiet", {}, answer ? span(answer.at - request.at) : ""),
        ),
        h(
          "div.both",
          {},
          h("section", {}, h("h4", {}, say("request"), moment(request, onPick)), drawCarried(request)),
          answer ? h("section", {}, h("h4", {}, say("answer"), moment(answer, onPick)), drawCarried(answer)) : null,
        ),
      );
    }),
  );
}

function moment(record, onPick) {
  return h("button.quiet", { type: "button", onclick: () => onPick(record.n) }, say("show_moment"));
}
