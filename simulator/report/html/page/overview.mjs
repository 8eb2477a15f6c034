// The first thing that is seen: how the run went, what failed for which reason, and what became of all pushes.

import { h, isolated } from "./dom.mjs";
import { grouped } from "./filter.mjs";
import { hueOf } from "./hues.mjs";
import { say, sayReason, sayRepair, saySentence, saySource, sayVendor, word } from "./words.mjs";

const REASONS_MAX = 14;
const CASES_MAX = 3;
const ENDS = ["shown", "dropped", "pending"];

/**
 * Draw the overview.
 *
 * @param {Object} index - As `readIndex` returns it.
 * @param {Object} told
 * @param {(one: import("./data.mjs").Case) => void} told.onOpen
 * @param {(parts: Object) => void} told.onNarrow - Called with parts of a filter.
 * @returns {HTMLElement}
 */
export function drawOverview(index, { onOpen, onNarrow }) {
  const { cases, vocabulary } = index;
  const failed = cases.filter((one) => one.outcome === "failed");
  const excused = cases.filter((one) => one.outcome === "quarantined");
  return h(
    "article.overview",
    {},
    h(
      `h1${failed.length ? ".is-failed" : ".is-passed"}`,
      {},
      failed.length
        ? say(failed.length === 1 ? "one_failed" : "some_failed", { failed: failed.length, total: cases.length })
        : say(excused.length ? "none_failed" : "all_passed", { total: cases.length }),
    ),
    excused.length
      ? h("p.is-quarantined", {}, h("button.link", { type: "button", onclick: () => onNarrow({ outcome: "quarantined" }) }, say("excused", { count: excused.length })))
      : null,
    h("p.quiet", {}, say("kept", { kept: index.kept, total: cases.length, seed: index.seed })),
    failed.length ? drawCauses(failed, vocabulary, onOpen, onNarrow) : null,
    drawEnds(cases),
    h("div.columns", {}, drawReasons(cases, vocabulary, onNarrow), drawVendors(cases, vocabulary, onNarrow)),
  );
}

function drawCauses(failed, vocabulary, onOpen, onNarrow) {
  return h(
    "section.causes",
    {},
    h("h2", {}, say("root_causes")),
    grouped(failed).map(({ cause: { root, hop, rule, fault }, cases }) =>
      h(
        "div.cause",
        {},
        h(
          "header",
          {},
          h("h3", {}, isolated(saySentence(vocabulary, root))),
          h("button.number", { type: "button", onclick: () => onNarrow({ reason: root, outcome: "failed" }) }, cases.length === 1 ? say("one_case") : say("cases_count", { count: cases.length })),
        ),
        sayReason(vocabulary, root) ? h("p", {}, sayReason(vocabulary, root)) : null,
        hop
          ? h(
              "p.quiet",
              {},
              word("hop", hop),
              rule ? [" \u00b7 ", h("code", {}, isolated(rule)), " ", saySource(vocabulary, rule)] : null,
              fault ? [` \u00b7 ${say("fault")}: `, isolated(saySentence(vocabulary, fault))] : null,
            )
          : null,
        sayRepair(vocabulary, root) && !fault ? h("p.repair", {}, h("b", {}, say("next_step")), " ", sayRepair(vocabulary, root)) : null,
        h(
          "ul",
          {},
          fromManyFiles(cases)
            .slice(0, CASES_MAX)
            .map((one) =>
              h(
                "li",
                {},
                h("button.link", { type: "button", onclick: () => onOpen(one) }, isolated(one.name)),
                h("span.path", {}, isolated(`${one.path}:${one.line} \u00b7 ${one.caseId}`)),
              ),
            ),
        ),
      ),
    ),
  );
}

/** Put the first case of each file before a second one of any: that says how far a cause reaches. */
function fromManyFiles(cases) {
  const firsts = new Map([...cases].reverse().map((one) => [one.path, one]));
  return [...cases.filter((one) => firsts.get(one.path) === one), ...cases.filter((one) => firsts.get(one.path) !== one)];
}

function drawEnds(cases) {
  const counts = Object.fromEntries(ENDS.map((end) => [end, 0]));
  for (const { pushes } of cases) for (const { end, count } of pushes) counts[end] += count;
  const total = ENDS.reduce((sum, end) => sum + counts[end], 0);
  if (!total) return null;
  return h(
    "section.ends",
    {},
    h("h2", {}, say("pushes_count", { count: total })),
    h(
      "div.bar",
      { role: "img", "aria-label": ENDS.map((end) => `${word("end", end)} ${counts[end]}`).join(", ") },
      ENDS.filter((end) => counts[end]).map((end) => h(`span.is-${end}`, { style: { "flex-grow": counts[end] } })),
    ),
    h(
      "p.legend",
      {},
      ENDS.map((end) => h(`span.is-${end}`, {}, `${word("end", end)} `, h("b", {}, counts[end].toLocaleString("en")))),
    ),
  );
}

function drawReasons(cases, vocabulary, onNarrow) {
  const counts = new Map();
  for (const one of cases) {
    for (const { end, root } of one.pushes) {
      if (end !== "dropped") continue;
      if (!counts.has(root)) counts.set(root, new Set());
      counts.get(root).add(one.index);
    }
  }
  const rows = [...counts].map(([root, members]) => [root, members.size]).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  if (!rows.length) return null;
  const most = rows[0][1];
  return h(
    "section.reasons",
    {},
    h("h2", {}, say("why_dropped")),
    h(
      "ul",
      {},
      rows
        .slice(0, REASONS_MAX)
        .map(([root, count]) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", title: sayReason(vocabulary, root), onclick: () => onNarrow({ reason: root }) },
              h("span.bar", { style: { width: `${(count / most) * 100}%` } }),
              h("code", {}, isolated(root)),
              h("span.number", {}, String(count)),
            ),
          ),
        ),
    ),
    rows.length > REASONS_MAX ? h("p.quiet", {}, say("more_reasons", { count: rows.length - REASONS_MAX })) : null,
  );
}

function drawVendors(cases, vocabulary, onNarrow) {
  const vendors = new Map();
  for (const { vendor, outcome } of cases) {
    if (!vendors.has(vendor)) vendors.set(vendor, { passed: 0, quarantined: 0, failed: 0 });
    vendors.get(vendor)[outcome] += 1;
  }
  const outcomes = ["passed", "failed", ...(cases.some(({ outcome }) => outcome === "quarantined") ? ["quarantined"] : [])];
  return h(
    "section.vendors",
    {},
    h("h2", {}, say("vendors")),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, h("th", {}, ""), outcomes.map((outcome) => h("th", {}, say(outcome))))),
      h(
        "tbody",
        {},
        [...vendors].sort().map(([vendor, counts]) =>
          h(
            "tr",
            {},
            h(
              "th",
              { scope: "row" },
              h("button.vendor", { type: "button", style: { "--hue": hueOf(vendor, vocabulary) }, onclick: () => onNarrow({ vendor }) }, sayVendor(vocabulary, vendor) || say("own_models")),
            ),
            outcomes.map((outcome) => h(outcome !== "passed" && counts[outcome] ? `td.is-${outcome}` : "td", {}, String(counts[outcome]))),
          ),
        ),
      ),
    ),
  );
}
