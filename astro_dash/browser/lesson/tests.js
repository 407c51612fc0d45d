// Tests of a task's conditions, as astro_dash/lessons/when.py writes them.

const SLACK = 1e-9

/**
 * A number, where a text is one.
 * @param {any} value
 */
export function read(value) {
  if (value === "inf") return Infinity
  const text = String(value).trim()
  return text !== "" && !isNaN(Number(text)) ? Number(text) : text
}

/**
 * Whether a number passes.
 * @param {Test} test
 * @param {number} value
 */
export function passes({op, value: told}, value) {
  const wanted = Number(read(told))
  if (isNaN(value)) return false
  if (op === "<") return value < wanted
  if (op === "<=") return value <= wanted + SLACK
  if (op === ">") return value > wanted
  if (op === ">=") return value >= wanted - SLACK
  return value === wanted || Math.abs(value - wanted) <= SLACK
}

/**
 * Whether the text of a choice passes: of one with several keys, whether all that are wanted are among them.
 * @param {Test} test
 * @param {string} text
 */
export function suits(test, text) {
  if (test.op !== "in") return passes(test, Number(read(text)))
  const given = text.split(",").map(read)
  const wanted = test.value.map(read)
  return given.length > 1 ? wanted.every((/** @type {any} */ one) => given.includes(one)) : wanted.includes(given[0])
}

/**
 * Whether a key is one of those wanted.
 * @param {Test} test
 * @param {string} key
 */
export const among = (test, key) => test.value.includes(key)
