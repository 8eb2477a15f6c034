// Virtual time as people read it. All times are whole milliseconds since the run began.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Write a span: `0.397 s`, `12.4 s`, `5:02 min`, `7 h 03`, `6 d 2 h`.
 *
 * @param {number} ms - Not negative.
 * @returns {string}
 */
export function span(ms) {
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(3)} s`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}:${pad(Math.floor((ms % MINUTE) / SECOND))} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${pad(Math.floor((ms % HOUR) / MINUTE))}`;
  return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`;
}

/**
 * Write an instant since the beginning, exact to the millisecond: `+0:03.397`, `+6d 00:00:02.856`.
 *
 * @param {number} ms
 * @returns {string}
 */
export function instant(ms) {
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const seconds = `${pad(Math.floor((ms % MINUTE) / SECOND))}.${String(ms % SECOND).padStart(3, "0")}`;
  if (days) return `+${days}d ${pad(hours)}:${pad(minutes)}:${seconds}`;
  return hours ? `+${hours}:${pad(minutes)}:${seconds}` : `+${minutes}:${seconds}`;
}

/**
 * Read a wall clock.
 *
 * @param {?{epoch_ms: number, offset_min: number}} start - Calendar time of 0 ms and its zone; null for unknown.
 * @param {number} ms - Virtual time.
 * @returns {?{day: string, time: string, seconds: string}} `2026-03-02`, `09:00` and `:03`.
 */
export function wallClock(start, ms) {
  if (!start) return null;
  const text = new Date(start.epoch_ms + start.offset_min * MINUTE + ms).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 16), seconds: text.slice(16, 19) };
}

function pad(number) {
  return String(number).padStart(2, "0");
}
