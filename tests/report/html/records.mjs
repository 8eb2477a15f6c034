// Makes records of a trace for the tests beside it.

/**
 * @param {...Array} given - Of each record: kind, name, data, and what else is not as usual.
 * @returns {Object[]} Numbered from 1, 100 ms apart, of `bob_phone`.
 */
export function records(...given) {
  return given.map(([kind, name, data = {}, others = {}], index) => ({
    n: index + 1,
    at: index * 100,
    actor: "bob_phone",
    kind,
    name,
    outcome: "ok",
    reason: "",
    rule: "",
    parent: index,
    push: 0,
    data,
    ...others,
  }));
}
