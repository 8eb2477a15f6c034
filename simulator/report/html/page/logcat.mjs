// The logcat of all phones, as `adb logcat -v time` would show it.

import { h, isolated } from "./dom.mjs";
import { instant, wallClock } from "./time.mjs";
import { say } from "./words.mjs";

/**
 * Draw the lines of the logcat.
 *
 * @param {import("./state.mjs").TraceRecord[]} logs - Records of kind log.
 * @param {Object} options
 * @param {?{epoch_ms: number, offset_min: number}} options.start - Calendar time of 0 ms.
 * @param {boolean} options.hasSeveralPhones - Each line says whose it is.
 * @param {(n: number) => void} options.onPick - Called with the record of a line that is chosen.
 * @returns {HTMLElement}
 */
export function drawLogcat(logs, { start, hasSeveralPhones, onPick }) {
  if (!logs.length) return h("p.empty", {}, say("no_logs"));
  const picked = (event) => {
    const line = event.target.closest("[data-n]");
    if (line) onPick(Number(line.dataset.n));
  };
  return h(
    "div.logcat",
    { role: "listbox", tabindex: 0, "aria-label": say("logcat"), dir: "ltr", onclick: picked },
    logs.map((record) => drawLine(record, start, hasSeveralPhones)),
  );
}

function drawLine({ n, at, actor, name, data }, start, hasSeveralPhones) {
  const { level, text } = data;
  return h(
    `p.is-${level}`,
    { role: "option", "data-n": n, id: `log-${n}`, "aria-selected": "false" },
    h("span.at", {}, timeOf(start, at)),
    hasSeveralPhones ? h("span.phone-name", {}, isolated(actor)) : null,
    h("b", {}, level),
    h("span.tag", {}, isolated(name)),
    h("span.text", {}, isolated(text)),
  );
}

function timeOf(start, at) {
  const clock = wallClock(start, at);
  return clock ? `${clock.day.slice(5)} ${clock.time}${clock.seconds}.${String(at % 1000).padStart(3, "0")}` : instant(at);
}
