// Prose of a lesson, as elements: only those that astro_dash/lessons/prose.py has, and no text is ever read as HTML.

import {h} from "../dom.js"
import {equation} from "./typeset.js"

const TAGS = "p em strong ul ol li blockquote table thead tbody tr th td s h3 pre code br hr span".split(" ")

/** @typedef {(name: string, words: string) => Node} Draws what makes a drawing of ours */

/**
 * @param {Prose[]} nodes
 * @param {Draws} [draws]
 * @returns {Node[]}
 */
export const prose = (nodes, draws) => nodes.map((node) => one(node, draws))

/**
 * @param {Prose} node
 * @param {Draws} [draws]
 * @returns {Node}
 */
function one(node, draws) {
  if (typeof node === "string") return document.createTextNode(node)
  const [tag, attributes, ...inside] = node
  if (tag === "math") return equation(String(inside[0]), attributes.display === true)
  if (tag === "drawing") return draws?.(attributes.name, String(inside[0])) ?? h("span", {}, String(inside[0]))
  const children = prose(inside, draws)
  if (tag === "a") return linked(attributes.href, children)
  if (tag === "table") return h("div", {class: "wide"}, h("table", {}, ...children))
  return h(/** @type {any} */ (TAGS.includes(tag) ? tag : "span"), {}, ...children)
}

/**
 * @param {string} href
 * @param {Node[]} children
 */
function linked(href, children) {
  if (!/^(https?:\/\/|\?)/.test(href)) return h("span", {}, ...children)
  return h("a", {href, target: "_blank", rel: "noopener"}, ...children)
}
