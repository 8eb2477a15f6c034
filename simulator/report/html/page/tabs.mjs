// Tabs, of which one is chosen.

import { h } from "./dom.mjs";
import { say } from "./words.mjs";

/**
 * Draw tabs for the element called `panel`.
 *
 * @param {[string, ?number][]} views - Their names and how much is in them; null for not counted.
 * @param {string} chosen
 * @param {(name: string) => void} onChoose
 * @param {(key: string) => string} [texts] - Names the views, on a page with words of its own.
 * @returns {HTMLElement}
 */
export function drawTabs(views, chosen, onChoose, texts = say) {
  const names = views.map(([name]) => name);
  const tabs = h(
    "div.tabs",
    { role: "tablist", "aria-label": texts("views"), onkeydown: (event) => walk(event, tabs, names, onChoose) },
    views.map(([name, count], index) =>
      h(
        "button",
        { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", "aria-keyshortcuts": index + 1, onclick: () => onChoose(name) },
        texts(name),
        count === null ? null : h("span.number", {}, String(count)),
      ),
    ),
  );
  markTab(tabs, chosen);
  return tabs;
}

/** Mark which tab is chosen; only that one is reached by the tabulator, the others by arrows. */
export function markTab(tabs, chosen) {
  for (const tab of tabs.children) {
    const isChosen = tab.id === `tab-${chosen}`;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
  }
}

function walk(event, tabs, names, onChoose) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  const at = [...tabs.children].indexOf(event.target.closest("[role=tab]"));
  const next = (at + by + names.length) % names.length;
  onChoose(names[next]);
  tabs.children[next].focus();
}
