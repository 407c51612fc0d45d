// Shapes that a drawing is made of.

import {drawing} from "./dom.js"
import {FINE_ROWS} from "./pixels.js"
import {INKED} from "./strengths.js"

/**
 * Some elements together.
 * @param {string} kind
 * @param {...Element} inside
 */
export function group(kind, ...inside) {
  const found = drawing("g", {class: kind})
  found.append(...inside)
  return found
}

/**
 * @param {string} kind
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export const disc = (kind, x, y, r) => drawing("circle", {class: kind, cx: `${x}`, cy: `${y}`, r: `${r}`})

/**
 * A square around a point.
 * @param {number} x
 * @param {number} y
 * @param {number} side
 */
export const square = (x, y, side) =>
  drawing("rect", {x: `${x - side / 2}`, y: `${y - side / 2}`, width: `${side}`, height: `${side}`})

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 */
export function text(x, y, words) {
  const found = drawing("text", {x: `${x}`, y: `${y}`, "text-anchor": "middle"})
  found.textContent = words
  return found
}

/**
 * The ink of a picture, in a square around a point.
 * @param {ArrayLike<number>} shades
 * @param {number} columns
 * @param {number} x
 * @param {number} y
 * @param {number} side
 */
export function picture(shades, columns, x, y, side) {
  const by = columns > FINE_ROWS ? 2 : 1
  const one = side / Math.max(columns, shades.length / columns) // a pixel
  let d = ""
  for (let i = 0; i < shades.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns]
    if (shades[i] <= INKED || row % by || column % by) continue
    d += `M${x - side / 2 + column * one} ${y - side / 2 + row * one}h${by * one}v${by * one}h${-by * one}z`
  }
  return drawing("path", {d})
}
