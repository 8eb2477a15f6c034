// A colour for each vendor, spread over the circle so that neighbours differ; no vendor has one of its own.

const STEP = 137;
const FIRST = 210;

/**
 * Return the hue of a vendor, in degrees.
 *
 * @param {string} vendor
 * @param {{vendors: Object<string, string>}} vocabulary
 * @returns {number}
 */
export function hueOf(vendor, vocabulary) {
  const at = Object.keys(vocabulary.vendors).sort().indexOf(vendor);
  return at < 0 ? FIRST : (FIRST + at * STEP) % 360;
}
