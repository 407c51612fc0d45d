// What is locked is there to be read, and cannot be used: it says so, by a padlock too.

import {drawing, h} from "./dom.js"
import {t} from "./words.js"

const FIELDS = "button:not(.dotted, .fold), input, select, textarea"
const LOCK = "M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z"
const HEADED = ":scope > :is(.head, legend, h2, summary)" // where the padlock is

/**
 * Put the padlock on a part that is locked, and take it off another.
 * @param {HTMLElement} part
 */
export function mark(part) {
  const locked = part.classList.contains("locked")
  const place = part.querySelector(HEADED) ?? part
  const there = place.querySelector(":scope > .lock")
  if (part.matches("a")) wayIn(/** @type {HTMLAnchorElement} */ (part), locked)
  if (!locked) there?.remove()
  else if (!there && !part.matches("[data-acts]:not([data-part])")) place.append(padlock())
}

function padlock() {
  const picture = drawing("svg", {viewBox: "0 0 16 16", "aria-hidden": "true"})
  picture.append(drawing("path", {d: LOCK}))
  return h(
    "span",
    {class: "lock", title: t("Locked: it cannot be changed here")},
    picture,
    h("span", {class: "unseen"}, " " + t("locked")),
  )
}

/**
 * A way to another page is none without its address.
 * @param {HTMLAnchorElement} link
 * @param {boolean} locked
 */
function wayIn(link, locked) {
  const {dataset} = link
  if (locked && link.hasAttribute("href")) {
    dataset.way = link.getAttribute("href") ?? ""
    link.removeAttribute("href")
  } else if (!locked && dataset.way) {
    link.setAttribute("href", dataset.way)
    delete dataset.way
  }
}

/**
 * Disable all fields in what is locked, and those alone.
 * @param {HTMLElement} element
 */
export function lockFields(element) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (element.querySelectorAll(FIELDS))) {
    const locked = Boolean(field.closest(".locked"))
    if (locked && !field.disabled) {
      field.disabled = true
      field.dataset.locked = ""
    } else if (!locked && "locked" in field.dataset) {
      field.disabled = false
      delete field.dataset.locked
    }
  }
  for (const picture of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".picture[tabindex]"))) {
    picture.tabIndex = picture.closest(".locked") ? -1 : 0
  }
}
