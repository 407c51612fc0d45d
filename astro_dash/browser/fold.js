// What a small screen folds away. Only its style heeds the class; a large one shows all there is.

import {h} from "./dom.js"

/**
 * Fold an element.
 * @param {HTMLElement} element
 * @param {string} name of what is folded
 * @param {string | null} [words] on the button, where a sign is not enough
 * @returns {HTMLButtonElement} which unfolds it, and folds it again
 */
export function fold(element, name, words = null) {
  const flip = () => button.setAttribute("aria-expanded", String(!element.classList.toggle("folded")))
  const attributes = {type: "button", class: "fold", "aria-label": name, "aria-expanded": "false", onclick: flip}
  const button = h("button", attributes, words)
  element.classList.add("folded")
  return button
}

/**
 * Have what a button folds be open, or folded.
 * @param {HTMLButtonElement} button
 * @param {boolean} open
 */
export function unfold(button, open) {
  if ((button.ariaExpanded === "true") !== open) button.click()
}
