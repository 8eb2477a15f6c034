// Which cases are listed, and in which groups: failures by their root cause first, then what is in quarantine, then all that passed.

/**
 * @typedef {Object} Filter
 * @property {string} text - Words that all have to occur.
 * @property {string} outcome - As of a case; empty for any.
 * @property {string} vendor
 * @property {string} reason - Why some push ended, or what failures have in common.
 * @property {string} tag
 * @property {string} value - `field=value` of the matrix.
 */

/** How cases end, in the order of the list. */
export const OUTCOMES = ["failed", "quarantined", "passed"];

/** The filter that lets everything pass. */
export const EVERYTHING = Object.freeze({ text: "", outcome: "", vendor: "", reason: "", tag: "", value: "" });

/**
 * Return whether a case is to be listed.
 *
 * @param {import("./data.mjs").Case} one
 * @param {Filter} filter
 * @returns {boolean}
 */
export function fits(one, filter) {
  if (filter.outcome && filter.outcome !== one.outcome) return false;
  if (filter.vendor && one.vendor !== filter.vendor) return false;
  if (filter.tag && !one.tags.includes(filter.tag)) return false;
  if (filter.value && !valuesOf(one).includes(filter.value)) return false;
  if (filter.reason && !reasonsOf(one).includes(filter.reason)) return false;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => one.searched.includes(word));
}

/** Return the matrix values of a case, each as `field=value`. */
export function valuesOf(one) {
  return Object.entries(one.values).map(([field, value]) => `${field}=${value}`);
}

/** Return all words that a filter by reason knows a case by. */
export function reasonsOf(one) {
  const found = one.pushes.flatMap(({ reason, root }) => [reason, root]);
  return [...new Set(one.outcome === "passed" ? found : [...found, one.root])].filter(Boolean);
}

/**
 * Return what there is to choose from, each with how many cases have it, the most frequent first.
 *
 * @param {import("./data.mjs").Case[]} cases
 * @param {(one: import("./data.mjs").Case) => string[]} wordsOf
 * @returns {[string, number][]}
 */
export function choices(cases, wordsOf) {
  const counts = new Map();
  for (const one of cases) for (const word of wordsOf(one)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

/**
 * Put cases into the groups of the list.
 *
 * @param {import("./data.mjs").Case[]} cases
 * @returns {{cause: {root: string, hop: string, rule: string, fault: string}, outcome: string, cases: import("./data.mjs").Case[]}[]}
 *   Failures by root cause, that of most cases first; then those in quarantine, and those that passed.
 */
export function grouped(cases) {
  const groups = new Map();
  for (const one of cases) {
    if (one.outcome !== "failed") continue;
    const key = Object.values(one.cause).join("\n");
    if (!groups.has(key)) groups.set(key, { cause: one.cause, outcome: "failed", cases: [] });
    groups.get(key).cases.push(one);
  }
  const failed = [...groups].sort(([a, x], [b, y]) => y.cases.length - x.cases.length || (a < b ? -1 : 1)).map(([, group]) => group);
  const others = OUTCOMES.slice(1).map((outcome) => ({ cause: { root: "", hop: "", rule: "", fault: "" }, outcome, cases: cases.filter((one) => one.outcome === outcome) }));
  return [...failed, ...others.filter((group) => group.cases.length)];
}
