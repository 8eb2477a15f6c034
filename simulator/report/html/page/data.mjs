// Reads what the page carries: the table of all cases at once, traces block by block when one is opened.

/**
 * @typedef {Object} Push
 * @property {string} phone
 * @property {string} end - shown, dropped or pending.
 * @property {string} hop
 * @property {string} reason
 * @property {string} root
 * @property {string} rule
 * @property {number} count - How many ended so.
 */

/**
 * @typedef {Object} Case
 * @property {number} index - In the table.
 * @property {string} id - `path::case`.
 * @property {string} path
 * @property {string} caseId
 * @property {string} name - For people.
 * @property {string} vendor
 * @property {string[]} tags
 * @property {Object<string, string>} values - Of the matrix.
 * @property {string} outcome - failed, quarantined or passed.
 * @property {string} excuse - Who answers for a case in quarantine, until when and why; empty for any other.
 * @property {number} line - Of the step that failed.
 * @property {string} root - The reason that failures have in common; empty for a case that passed.
 * @property {{root: string, hop: string, rule: string, fault: string}} cause - That, where it stands, what said no, and the fault behind it.
 * @property {string} what - What was not met.
 * @property {Push[]} pushes
 * @property {number} wallMs
 * @property {string} again - The command that repeats it.
 * @property {number} block - Where its trace is; -1 for left out.
 * @property {number} position - In that block.
 * @property {string} searched - What a search looks through, in small letters.
 */

/**
 * Read the table of cases.
 *
 * @param {string} packed
 * @returns {Promise<{seed: number, folder: string, cases: Case[], vocabulary: Object, kept: number}>}
 */
export async function readIndex(packed) {
  const { seed, files, cases, vocabulary, kept } = await unpacked(packed);
  return {
    seed,
    kept,
    folder: folderOf(files.map(([path]) => path)),
    vocabulary: readVocabulary(vocabulary),
    cases: cases.map((row, index) => readCase(row, index, files, vocabulary)),
  };
}

/**
 * Return the folder that all files are in, with its last slash: what need not be said of each.
 *
 * @param {string[]} paths
 * @returns {string}
 */
export function folderOf(paths) {
  const [first = "", ...others] = paths;
  const folders = first.split(/(?<=\/)/).slice(0, -1);
  while (folders.length && !others.every((path) => path.startsWith(folders.join("")))) folders.pop();
  return folders.join("");
}

/** Read vendors, reasons, rules and sentences, each in both languages. */
export function readVocabulary({ reasons, rules, vendors, sentences = {}, labels = {} }) {
  return {
    sentences,
    labels,
    vendors: mapped(vendors, ([en, zh]) => ({ en, zh })),
    reasons: mapped(reasons, ([en, zh, repair_en, repair_zh]) => ({ meaning: { en, zh }, repair: { en: repair_en, zh: repair_zh } })),
    rules: mapped(rules, ([en, zh, grade, code_en, code_zh]) => ({ source: { en, zh }, grade, code: { en: code_en, zh: code_zh } })),
  };
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function readCase(row, index, files, { sentences, reasons }) {
  const [file, caseId, vendor, values, failed, excuse, line, [root, hop, rule, fault], what, pushes, wallMs, again, block, position] = row;
  const [path, name, tags] = files[file];
  const ends = pushes.map(readPush);
  const words = [path, caseId, name, vendor, ...tags, ...Object.entries(values).flat(), root, rule, what, excuse, ...ends.flatMap((one) => [one.reason, one.root])];
  // Whoever reads Chinese searches for it.
  if (failed) words.push(sentences[what] ?? "", sentences[root] ?? reasons[root]?.[1] ?? "");
  return {
    index,
    id: `${path}::${caseId}`,
    path,
    caseId,
    name,
    vendor,
    tags,
    values,
    outcome: failed ? (excuse ? "quarantined" : "failed") : "passed",
    excuse,
    line,
    root,
    cause: { root, hop, rule, fault },
    what,
    pushes: ends,
    wallMs,
    again,
    block,
    position,
    searched: words.join("\n").toLowerCase(),
  };
}

function readPush([phone, end, hop, reason, root, rule, count]) {
  return { phone, end, hop, reason, root, rule, count };
}

function readStop([root, hop, rule, fault]) {
  return { reason: root, root, hop, rule, fault };
}

/**
 * Read one block of traces.
 *
 * @param {string} packed
 * @returns {Promise<Object[]>} For each case of the block: `source`, `start`, `phones`, `verdicts` (by push),
 *   `failures`, `proof`, `records`, and `of`, how many records there were before some were left out.
 */
export async function readBlock(packed) {
  const traces = await unpacked(packed);
  return traces.map((trace) => ({
    ...trace,
    start: readStart(trace.start),
    failures: trace.failures.map(({ stop, ...one }) => ({ ...one, stop: stop && readStop(stop) })),
    verdicts: new Map(Object.entries(trace.verdicts).map(([push, row]) => [Number(push), readPush([...row, 1])])),
    records: readRecords(trace.rows),
    proof: trace.proof.map((one) => ({ ...one, records: readRecords(one.rows) })),
  }));
}

/**
 * Read calendar time with its zone, as ISO 8601 writes it.
 *
 * @param {string} text - Empty for unknown.
 * @returns {?{epoch_ms: number, offset_min: number}}
 */
export function readStart(text) {
  const epoch_ms = Date.parse(text);
  if (Number.isNaN(epoch_ms)) return null;
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? ["", "+", "0", "0"];
  return { epoch_ms, offset_min: Number(`${sign}1`) * (60 * Number(hours) + Number(minutes)) };
}

/** Read the rows of a trace, whose numbers count on from the row before. */
export function readRecords(rows) {
  let n = 0;
  let at = 0;
  return rows.map(([dn, dt, actor, kind, name, outcome, reason, rule, back, push, data]) => {
    n += dn;
    at += dt;
    return { n, at, actor, kind, name, outcome, reason, rule, parent: back ? n - back : 0, push, data };
  });
}

/** Read what the page carries, as `packed` of `assets.py` lays it down. */
export async function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}
