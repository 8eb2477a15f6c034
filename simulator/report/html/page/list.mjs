// The list of cases: filters, search, groups, and as many rows in the document as can be seen.

import { fill, h, isolated } from "./dom.mjs";
import { choices, EVERYTHING, fits, grouped, OUTCOMES, reasonsOf, valuesOf } from "./filter.mjs";
import { hueOf } from "./hues.mjs";
import { icon } from "./icons.mjs";
import { say, sayReason, saySentence, sayVendor } from "./words.mjs";

const CASE_HEIGHT = 54;
const GROUP_HEIGHT = 46;
const BEYOND = 8;

/** The list beside the opened case. */
export class CaseList {
  /**
   * @param {HTMLElement} host
   * @param {Object} index - As `readIndex` returns it.
   * @param {(one: import("./data.mjs").Case) => void} onOpen
   */
  constructor(host, index, onOpen) {
    this.host = host;
    this.index = index;
    this.onOpen = onOpen;
    this.filter = { ...EVERYTHING };
    this.chosen = null;
    this.draw();
  }

  /** Draw all of it anew, as after a change of language. */
  draw() {
    this.search = h("input", {
      type: "search",
      id: "search",
      value: this.filter.text,
      placeholder: say("search"),
      "aria-label": say("search"),
      "aria-keyshortcuts": "/",
      oninput: () => this.narrow({ text: this.search.value }),
    });
    this.count = h("p.count", { role: "status" });
    this.rows = h("div.rows");
    this.scroller = h(
      "div.cases",
      { id: "cases", role: "listbox", tabindex: 0, "aria-label": say("cases"), onscroll: () => this.paint() },
      this.rows,
    );
    fill(this.host, h("div.filters", {}, h("label.search", {}, icon("search"), this.search, h("kbd", {}, "/")), this.drawSelects(), this.count), this.scroller);
    this.resized ??= new ResizeObserver(() => this.paint());
    this.resized.disconnect();
    this.resized.observe(this.scroller);
    this.narrow({});
  }

  drawSelects() {
    const { cases, vocabulary } = this.index;
    const outcomes = OUTCOMES.map((outcome) => [outcome, cases.filter((one) => one.outcome === outcome).length]).filter(([, count]) => count);
    const selects = [
      this.drawSelect("outcome", outcomes, (word) => say(word)),
      this.drawSelect("vendor", choices(cases, (one) => [one.vendor].filter(Boolean)), (word) => sayVendor(vocabulary, word)),
      this.drawSelect("reason", choices(cases, reasonsOf), (word) => word),
      this.drawSelect("tag", choices(cases, (one) => one.tags), (word) => word),
      this.drawSelect("value", choices(cases, valuesOf), (word) => word),
    ];
    return h("div.selects", {}, selects);
  }

  drawSelect(field, options, label) {
    if (options.length < 2) return null;
    const select = h(
      "select",
      { id: `filter-${field}`, "aria-label": say(`filter_${field}`), onchange: () => this.narrow({ [field]: select.value }) },
      h("option", { value: "" }, say(`filter_${field}`)),
      options.map(([word, count]) => h("option", { value: word, selected: this.filter[field] === word }, `${label(word)} (${count})`)),
    );
    return select;
  }

  /** Change some parts of the filter and list what fits. */
  narrow(parts) {
    Object.assign(this.filter, parts);
    for (const field of Object.keys(parts)) {
      const select = this.host.querySelector(`#filter-${field}`);
      if (select) {
        select.value = parts[field];
        select.classList.toggle("is-set", Boolean(parts[field]));
      }
    }
    const found = this.index.cases.filter((one) => fits(one, this.filter));
    this.items = [];
    let top = 0;
    let position = 0;
    for (const group of grouped(found)) {
      this.items.push({ group, top, height: GROUP_HEIGHT });
      top += GROUP_HEIGHT;
      for (const one of group.cases) {
        const isRepeated = this.items.at(-1).one?.path === one.path;
        position += 1;
        this.items.push({ one, position, isRepeated, top, height: CASE_HEIGHT });
        top += CASE_HEIGHT;
      }
    }
    this.listed = this.items.filter((item) => item.one);
    this.rows.style.height = `${top}px`;
    fill(this.count, say("listed", { count: found.length, total: this.index.cases.length }), this.drawReset());
    this.scroller.scrollTop = 0;
    this.paint();
  }

  drawReset() {
    const isNarrowed = Object.values(this.filter).some(Boolean);
    return isNarrowed ? h("button.quiet", { type: "button", onclick: () => this.reset() }, say("show_all")) : null;
  }

  /** List everything again. */
  reset() {
    this.search.value = "";
    this.narrow({ ...EVERYTHING });
  }

  /** Put the rows into the document that can be seen now. */
  paint() {
    const { scrollTop, clientHeight } = this.scroller;
    const from = Math.max(0, this.firstAt(scrollTop) - BEYOND);
    const upTo = Math.min(this.items.length, this.firstAt(scrollTop + clientHeight) + BEYOND);
    fill(this.rows, this.items.slice(from, upTo).map((item) => (item.one ? this.drawCase(item) : this.drawGroup(item))));
    if (this.chosen) this.scroller.setAttribute("aria-activedescendant", `case-${this.chosen.index}`);
  }

  /** Return the index of the item at height *y*. */
  firstAt(y) {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.items[middle].top + this.items[middle].height <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  drawGroup({ group, top }) {
    const { cause, outcome, cases } = group;
    const { root, rule } = cause;
    const meaning = sayReason(this.index.vocabulary, root);
    return h(
      `div.group.is-${outcome}`,
      { role: "presentation", style: { top: `${top}px` } },
      h("p.root", { title: [meaning || root, rule].filter(Boolean).join("\n") }, outcome === "failed" ? isolated(saySentence(this.index.vocabulary, root)) : say(outcome)),
      h("span.number", {}, String(cases.length)),
    );
  }

  drawCase({ one, position, isRepeated, top }) {
    const classes = [`is-${one.outcome}`, isRepeated ? "is-repeated" : ""].filter(Boolean);
    return h(
      ["div.case-row", ...classes].join("."),
      {
        id: `case-${one.index}`,
        role: "option",
        "aria-selected": String(one === this.chosen),
        "aria-setsize": this.listed.length,
        "aria-posinset": position,
        style: { top: `${top}px` },
        onclick: () => this.onOpen(one),
      },
      h("span.outcome", { "aria-label": say(one.outcome) }),
      h("p.name", {}, isolated(one.name)),
      h(
        "p.place",
        {},
        h("span.path", { title: one.path }, isolated(one.path.slice(this.index.folder.length))),
        h("span.case-id", { style: { "--hue": hueOf(one.vendor, this.index.vocabulary) } }, isolated(one.caseId)),
      ),
    );
  }

  /** Mark *one* as opened and bring it into view; `null` for none. */
  choose(one) {
    this.chosen = one;
    const item = this.listed.find((listed) => listed.one === one);
    if (item) {
      const { scrollTop, clientHeight } = this.scroller;
      if (item.top < scrollTop) this.scroller.scrollTop = item.top - GROUP_HEIGHT;
      else if (item.top + CASE_HEIGHT > scrollTop + clientHeight) this.scroller.scrollTop = item.top + CASE_HEIGHT - clientHeight;
    }
    this.paint();
  }

  /** Open the case *by* places further down; the first one where none is open. */
  move(by) {
    const at = this.listed.findIndex((item) => item.one === this.chosen);
    const next = this.listed[at < 0 ? 0 : Math.min(this.listed.length - 1, Math.max(0, at + by))];
    if (next) this.onOpen(next.one);
  }
}
