// Whose address this is, and ways to others.

import {h} from "./dom.js"
import {languages, t} from "./words.js"

const SAID_MS = 3000 // so long "Link copied" stays

/** Whether this document is the page's own (page.html), with an address that is the page's state; not in a notebook, or
 *  as a part of something else. */
export const SERVED = document.documentElement.hasAttribute("data-astro-dash")

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

/**
 * Make a query the address, if the address is the page's.
 * @param {string} query
 */
export function address(query) {
  if (SERVED) history.replaceState(null, "", "?" + inLanguage(query))
}

/**
 * Put the link of a query into the clipboard and say so in a box; or show it there.
 * @param {string} query
 * @param {HTMLElement} box
 * @param {string} words
 */
export async function copyLink(query, box, words) {
  const link = SERVED ? location.origin + location.pathname + "?" + inLanguage(query) : "?" + query
  const shown = h("input", {class: "typed link", readonly: true, value: link, "aria-label": t("The link of this page")})
  if (!SERVED) return box.replaceChildren(t("To be put behind the address of a server:"), shown)
  try {
    await navigator.clipboard.writeText(link)
    box.textContent = words
  } catch {
    if (self !== top) return box.replaceChildren(shown)
    address(query)
    box.textContent = t("The link is in the address bar")
  }
  setTimeout(() => (box.textContent = ""), SAID_MS)
}
