// Whose address this is, and ways to others.

import {focused, h} from "./dom.js"
import {languages, t} from "./words.js"

const SAID_MS = 3000 // so long "Link copied" stays
const LINK_MS = 300 // the address follows when the state has been still for so long, since browsers take no more

/** Whether this document is the page's own (page.html), with an address that is the page's state; not in a notebook, or
 *  as a part of something else. */
export const SERVED = document.documentElement.hasAttribute("data-astro-dash")

/** Whether it is a file that plays a run (live/recorded.js). */
export const RECORDED = document.documentElement.hasAttribute("data-recorded")

/** The language that the address asks for, which goes with every link; what the browser asks for does not. */
let asked = SERVED ? new URLSearchParams(location.search).get("lang") : null

/**
 * A query that asks for the language that its page was asked for.
 * @param {string} query
 */
export function inLanguage(query) {
  const bare = query.replace(/(^|&)lang=[^&]*/g, "").replace(/^&/, "")
  return asked && Object.hasOwn(languages(), asked) ? `${bare}${bare && "&"}lang=${asked}` : bare
}

/**
 * Have a language, and no other, from now on.
 * @param {string} other
 */
export function ask(other) {
  asked = other
}

/**
 * A way to the page of a query, in a new tab; text where there are no other pages.
 * @param {string} query
 * @param {string} words
 * @param {Record<string, string>} [attributes]
 */
export function way(query, words, attributes) {
  if (!SERVED) return h("span", {title: "?" + query}, words)
  return h("a", {href: "?" + inLanguage(query), target: "_blank", rel: "noopener", ...attributes}, words)
}

let addressing = 0 // a timer, while the address is to follow
/** @type {(() => string) | null} the query that it is to follow */
let addressed = null

/**
 * Make a query the address, if the address is the page's.
 * @param {string} query
 * @param {object | null} [state] that the browser keeps with it
 */
export function address(query, state = null) {
  clearTimeout(addressing)
  addressed = null
  if (SERVED) history.replaceState(state, "", "?" + inLanguage(query))
}

/**
 * The same once the state has been still, or when the page is left before.
 * @param {() => string} query
 */
export function addressSoon(query) {
  clearTimeout(addressing)
  addressed = query
  addressing = setTimeout(addressNow, LINK_MS)
}

function addressNow() {
  if (addressed) address(addressed())
}

addEventListener("pagehide", addressNow)

/**
 * The whole link of a query; where the address is another's, what is to be put behind that of a server.
 * @param {string} query
 */
export const linkOf = (query) =>
  (SERVED ? location.origin + location.pathname : "") + "?" + inLanguage(query.replace(/^\?/, ""))

/**
 * Put the link of a query into the clipboard and say so in a box; or show it there, chosen, to be copied by hand.
 * @param {string} query
 * @param {HTMLElement} box
 * @param {string} words
 */
export async function copyLink(query, box, words) {
  const shown = h("input", {
    class: "typed link",
    readonly: true,
    value: linkOf(query),
    "aria-label": t("The link of this page"),
  })
  if (!SERVED) return box.replaceChildren(t("To be put behind the address of a server:"), shown)
  if ((await written(linkOf(query))) || chosen(box, shown)) {
    box.textContent = words
    setTimeout(() => box.textContent === words && (box.textContent = ""), SAID_MS)
  } else {
    box.replaceChildren(t("This browser lets no page copy: the link is chosen here, copy it by hand."), shown)
    shown.focus()
    shown.select()
  }
}

/**
 * Whether the clipboard takes a text: not without https, nor in most frames, nor in old browsers.
 * @param {string} text
 */
async function written(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

/**
 * Whether what is chosen in a field can be copied as one did before there was a clipboard to write to.
 * @param {HTMLElement} box
 * @param {HTMLInputElement} field
 */
function chosen(box, field) {
  const before = focused(box)
  box.replaceChildren(field)
  field.focus()
  field.select()
  let copied = false
  try {
    copied = document.execCommand("copy")
  } catch {
    // then by hand
  }
  if (copied) before?.focus()
  return copied
}
