// The scenario's source, with the line that failed and the line of the present moment.

import { h, visible } from "./dom.mjs";

const LINE = /^(\s*(?:- )?)([\w.]+)(:)(.*)$/;
const COMMENT = /(^|\s)(#.*)$/;

/**
 * Draw the lines of a scenario.
 *
 * @param {string[]} lines
 * @param {{failed: Set<number>, present: number}} marks - Line numbers from 1; 0 for none.
 * @returns {HTMLElement}
 */
export function drawSource(lines, { failed, present }) {
  // What stands behind the last line end is no line.
  const written = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  return h(
    "ol.scenario-source",
    { dir: "ltr" },
    written.map((line, index) => {
      const number = index + 1;
      const classes = [failed.has(number) ? "is-failed" : "", number === present ? "is-present" : ""].filter(Boolean);
      return h(["li", ...classes].join("."), { id: `line-${number}`, "aria-current": number === present ? "step" : null }, h("code", {}, coloured(line)));
    }),
  );
}

function coloured(line) {
  const [, before, comment] = splitComment(line);
  const match = LINE.exec(before);
  const told = match ? [match[1], h("span.key", {}, visible(match[2])), match[3], visible(match[4])] : [visible(before)];
  return comment ? [...told, h("span.comment", {}, visible(comment))] : told.concat(before ? [] : ["\u00a0"]);
}

function splitComment(line) {
  const match = COMMENT.exec(line);
  if (!match || isQuoted(line.slice(0, match.index))) return [line, line, ""];
  const at = match.index + match[1].length;
  return [line, line.slice(0, at), line.slice(at)];
}

function isQuoted(text) {
  return (text.match(/"/g) ?? []).length % 2 === 1 || (text.match(/'/g) ?? []).length % 2 === 1;
}
