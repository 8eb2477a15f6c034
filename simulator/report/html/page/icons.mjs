// The few pictures that the page needs, drawn with the colour of the text around them.

import { svg } from "./dom.mjs";

const PATHS = {
  wifi: "M2 6.5a9 9 0 0 1 12 0M4.5 9a5.5 5.5 0 0 1 7 0M7 11.5a2 2 0 0 1 2 0",
  mobile: "M3 13v-2M6.3 13V9M9.7 13V6M13 13V3",
  offline: "M2 6.5a9 9 0 0 1 12 0M4.5 9a5.5 5.5 0 0 1 7 0M2.5 14 13.5 2",
  battery: "M2.5 5h9a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM14.3 7v2M3.5 7v2M6 7v2M8.500 7v2",
  bell: "M4 11V7a4 4 0 0 1 8 0v4l1 1H3zM7 14h2",
  "bell-off": "M4 11V7a4 4 0 0 1 8 0v4l1 1H3zM7 14h2M2 14 14 2",
  copy: "M6 6h7v7H6zM3 10V3h7",
  done: "M3 8.500 6.500 12 13 4.500",
  play: "M5 3.500v9l7.500-4.500z",
  pause: "M5.500 3.500v9M10.500 3.500v9",
  back: "M10 3 5 8l5 5",
  forward: "M6 3l5 5-5 5",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.600-1.400L14 14",
  sun: "M8 10.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM8 1.500v1.700M8 12.800v1.700M1.500 8h1.700M12.800 8h1.700M3.400 3.400l1.200 1.200M11.400 11.400l1.200 1.200M12.600 3.400l-1.200 1.200M4.600 11.400l-1.200 1.200",
  close: "M4 4l8 8M12 4l-8 8",
};

/**
 * Draw a picture.
 *
 * @param {string} name - One of those above.
 * @param {string} [label] - What it says to those who cannot see it; empty where a text beside it does.
 * @returns {SVGElement}
 */
export function icon(name, label = "") {
  const role = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return svg(`svg.icon.icon-${name}`, { viewBox: "0 0 16 16", ...role }, svg("path", { d: PATHS[name] }));
}
