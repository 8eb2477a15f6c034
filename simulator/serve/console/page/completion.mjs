// What may come next in steps that are being written, from their schema and from the names of the world.

const OPTIONS_MAX = 12;
const STEP = /^-\s+([a-z_]*)$/;
const SHORT = /^-\s+([a-z_]+):\s*([^\s{]*)$/;
const INLINE = /^-\s+([a-z_]+):\s*\{(.*)$/;
const BLOCK = /^\s+(?:([a-z_]+):\s*)?(\S*)$/;
const OPENED = /^-\s+([a-z_]+):\s*$/;

/**
 * Return what may stand at *caret*, and where the word begins that it would replace.
 *
 * @param {string} text - Steps in YAML.
 * @param {number} caret
 * @param {Object} schemas - Components of the control API's description.
 * @param {Object<string, string[]>} names - `phones` and `users` of the world.
 * @returns {{from: number, options: {word: string, hint: string, insert: string}[]}}
 */
export function complete(text, caret, schemas, names) {
  const before = text.slice(0, caret);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const [written, options] = wanted(line, before, schemas, names);
  const fitting = options.filter(({ word }) => word.startsWith(written) && word !== written);
  return { from: caret - written.length, options: fitting.slice(0, OPTIONS_MAX) };
}

function wanted(line, before, schemas, names) {
  let found = STEP.exec(line);
  if (found) return [found[1], verbs(schemas)];
  found = INLINE.exec(line);
  if (found) {
    const [, verb, inside] = found;
    const part = inside.slice(inside.lastIndexOf(",") + 1).trimStart();
    const [key, value] = part.split(/:\s*/);
    return value === undefined ? [key, fieldsOf(verb, schemas, inside)] : [value, valuesOf(verb, key, schemas, names)];
  }
  found = SHORT.exec(line);
  if (found) return [found[2], shorthandsOf(found[1], schemas, names)];
  found = BLOCK.exec(line);
  const opened = before.split("\n").slice(0, -1).findLast((one) => one.startsWith("-"));
  const verb = opened && OPENED.exec(opened)?.[1];
  if (!found || !verb) return ["", []];
  const [, key, value] = found;
  return key ? [value, valuesOf(verb, key, schemas, names)] : [value, fieldsOf(verb, schemas, before.slice(before.lastIndexOf(opened)))];
}

function verbs(schemas) {
  return Object.entries(schemas.step.anyOf[0].properties).map(([word, { description }]) => ({ word, hint: description ?? "", insert: `${word}: ` }));
}

/** Walk *schema* and all that it may be instead. */
function* variants(schema, schemas) {
  if (!schema) return;
  if (schema.$ref) yield* variants(schemas[schema.$ref.split("/").pop()], schemas);
  yield schema;
  for (const one of schema.anyOf ?? []) yield* variants(one, schemas);
}

function fields(verb, schemas) {
  const parts = [...variants(schemas.step.anyOf[0].properties[verb], schemas)];
  return Object.assign({}, ...parts.map(({ properties }) => properties ?? {}));
}

function fieldsOf(verb, schemas, written) {
  return Object.entries(fields(verb, schemas))
    .filter(([word]) => !new RegExp(`\\b${word}:`).test(written))
    .map(([word, { description }]) => ({ word, hint: description ?? "", insert: `${word}: ` }));
}

function valuesOf(verb, key, schemas, names) {
  const schema = fields(verb, schemas)[key];
  const words = [...variants(schema, schemas)].flatMap((one) => one.enum ?? []);
  const known = /phone/.test(schema?.description ?? key) || key === "phone" ? names.phones : [];
  const users = ["user", "from", "to"].includes(key) ? names.users : [];
  return plain([...new Set([...words, ...known, ...users])]);
}

function shorthandsOf(verb, schemas, names) {
  const [first] = Object.keys(fields(verb, schemas));
  return first ? plain([...valuesOf(verb, first, schemas, names).map(({ word }) => word), "{"]) : [];
}

function plain(words) {
  return words.map((word) => ({ word: String(word), hint: "", insert: String(word) }));
}
