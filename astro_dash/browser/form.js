// The fields of which every page's form is made: the browser's own form elements, built from the store's declaration.

/** @import {Wire} from "./wire.js" */
import {focused, h} from "./dom.js"

const TYPED = {class: "typed", type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false"}

/**
 * A field for a number, or for several.
 * @param {Record<string, any>} attributes
 */
export const typedField = (attributes) => h("input", {...TYPED, ...attributes})

/**
 * A field whose text is sent, and what puts the value in force into it. What is being typed stays until it is sent and
 * the last of what was sent is answered.
 * @param {Record<string, any>} attributes
 * @param {Wire} wire
 * @param {(text: string) => void} send
 * @returns {[HTMLInputElement, (text: string) => void]}
 */
export function sentField(attributes, wire, send) {
  let sent = ""
  // Enter is a change, too: what is under way is not said twice.
  const say = () => (wire.busy && input.value === sent) || send((sent = input.value))
  const input = typedField({
    ...attributes,
    onchange: say,
    // The old value typed again after a refusal is no change to the browser, but an answer to the sentence.
    onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && say(),
  })
  const put = (/** @type {string} */ text) => {
    if (focused(input) !== input || (input.value === sent && !wire.busy)) input.value = text
  }
  return [input, put]
}

/**
 * @param {[string, string][]} options values and words
 * @param {Record<string, any>} attributes
 */
export function selectField(options, attributes) {
  return h("select", attributes, ...options.map(([value, words]) => h("option", {value}, words)))
}

/** @param {...Child} words */
export const label = (...words) => h("span", {class: "label"}, ...words)

/** @param {string} symbol */
export const symbolOf = (symbol) => (symbol ? h("i", {class: "symbol"}, symbol) : null)

/** What follows from a value is told here. */
export const beside = () => h("span", {class: "beside"})

/**
 * A control of the choice `name` in one line: what is in it, and what is under it.
 * @param {string} name
 * @param {string | undefined} doc
 * @param {Child[]} head
 * @param {...Child} under
 */
export function controlLine(name, doc, head, ...under) {
  return h(
    "div",
    {class: "control line", "data-control": name, title: doc},
    h("div", {class: "head"}, ...head),
    ...under,
  )
}

/**
 * Whether a choice acts beside the others; several keys stand with commas between.
 * @param {Choice} choice
 * @param {Record<string, string>} values
 */
export function acts(choice, values) {
  return Object.entries(choice.only_for).every(([name, keys]) =>
    values[name].split(",").some((key) => keys.includes(key)),
  )
}

/**
 * A chip of the legend: the line of something, and its name.
 * @param {string} line layers of a CSS background
 * @param {...Child} words
 */
export const key = (line, ...words) => h("span", {class: "key", style: `--line-image: ${line}`}, ...words)
