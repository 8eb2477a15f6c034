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
  airplane: "M8 1.500c.7 0 1 .8 1 1.800v2.900l5 3v1.300l-5-1.500v3l1.500 1.200v1L8 13.500l-2.500.7v-1L7 12V9l-5 1.500V9.200l5-3V3.300c0-1 .3-1.800 1-1.800Z",
  stop: "M5.500 2h5L14 5.500v5L10.500 14h-5L2 10.500v-5zM5.500 8h5",
  enter: "M9 2.500h4v11H9M2.500 8H10M7 5l3 3-3 3",
  leave: "M7 2.500H3v11h4M6.500 8H14M11 5l3 3-3 3",
  home: "M2.500 8 8 3l5.500 5M4 7v6h8V7",
  reboot: "M13 8a5 5 0 1 1-1.600-3.700M13.200 2v3h-3",
  send: "M14 2 2 7l5 2 2 5zM14 2 7 9",
  key: "M5 8a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5ZM6.800 8.800 13 2.500M10.500 5l2 2",
  unlock: "M3.500 7.500h9v6h-9zM5.500 7.500V5a2.500 2.500 0 0 1 4.900-.8",
  launch: "M3 3h4M3 3v4M3 3l5 5M13 9v4H9M6 13H3v-3M10 3h3v3",
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
