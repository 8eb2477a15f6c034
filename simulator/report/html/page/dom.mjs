// Makes elements. Texts from the data only ever become text nodes and attribute values: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an HTML element.
 *
 * @param {string} tag - Its name, with classes behind dots: `button.quiet`.
 * @param {Object} [attributes] - By name; `on…` are listeners, `style` an object of custom properties and the like.
 *   An attribute that is `null`, `undefined` or `false` is left out, one that is `true` stands without a value.
 * @param {...(Node|string|number|Array|null|false|undefined)} children - Nested lists are taken apart, nothing is left out.
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  return furnish(document.createElement(name || "div"), classes, attributes, children);
}

/** Make an SVG element, as `h` does. */
export function svg(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  return furnish(document.createElementNS(SVG, name), classes, attributes, children);
}

function furnish(element, classes, attributes, children) {
  if (classes.length) element.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") for (const [property, set] of Object.entries(value)) element.style.setProperty(property, set);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Put *children* in the place of all that *element* holds. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/**
 * Make what cannot be seen visible: control characters and marks that turn the direction of text.
 *
 * @param {unknown} text
 * @returns {string}
 */
export function visible(text) {
  return String(text).replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (mark) => `\u2423${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Wrap text of unknown direction so that it cannot turn what stands beside it. */
export function isolated(text) {
  return h("bdi", {}, visible(text));
}

/** Return a name that may be broken behind its underscores, and nowhere else where there is room. */
export function breakable(name) {
  return name.split(/(?<=_)/).map((part) => [isolated(part), h("wbr")]);
}
