// The fields of which every page's form is made: the browser's own form elements, built from the store's declaration.

import {h} from "./dom.js"

const TYPED = {class: "typed", type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false"}

/**
 * A field for a number, or for several.
 * @param {Record<string, any>} attributes
 */
export const typedField = (attributes) => h("input", {...TYPED, ...attributes})

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
