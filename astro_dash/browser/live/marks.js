// Marks over a picture where it differs from the target: a corner on each flipped pixel of the cue, a ring in its
// system's colour on each wrong pixel of a state (thin where pixels are small, a tint where too small for one).

/** @import {Figure} from "../figure.js" */
import {drawing} from "../dom.js"
import {FINE_ROWS} from "../pixels.js"

const INK = 127.5 // of a picture from 0, ground, to 255
const INSET = 0.12 // of marks, in pixels of the picture
const CORNER = 0.3
const MOST_ROWS = 32 // that have rings

/** @param {number} value */
export const isInk = (value) => value > INK

/**
 * Which pixels of a picture differ from the target.
 * @param {Data} picture
 * @param {Data} target
 */
export function differing(picture, target) {
  const found = []
  for (let i = 0; i < target.length; i++) if (isInk(picture[i]) !== isInk(target[i])) found.push(i)
  return found
}

/**
 * The outlines of marks on some pixels, as an SVG path: one `mark(x, y)` at the top left corner of each.
 * @param {number[]} pixels
 * @param {number} columns
 * @param {(x: number, y: number) => string} mark
 */
export const path = (pixels, columns, mark) => pixels.map((i) => mark(i % columns, Math.floor(i / columns))).join("")

/** @type {(x: number, y: number) => string} */
const corner = (x, y) => `M${x + 1 - INSET - CORNER} ${y + INSET}h${CORNER}v${CORNER}z`
/** @type {(x: number, y: number) => string} */
const half = (x, y) => `M${x} ${y}h1v1z`
/** @type {(x: number, y: number) => string} */
const ring = (x, y) => `M${x + INSET} ${y + INSET}h${1 - 2 * INSET}v${1 - 2 * INSET}h${2 * INSET - 1}z`
/** @type {(x: number, y: number) => string} */
const whole = (x, y) => `M${x} ${y}h1v1h-1z`

/** @typedef {[string, (x: number, y: number) => string]} Mark its class in the style sheet, and its outline */
/** @type {Mark} */
const CUE = ["corner", corner]
/** @type {Mark} */
const FINE_CUE = ["corner", half]
/** @type {Mark} */
const RING = ["ring", ring]
/** @type {Mark} */
const FINE_RING = [`${RING[0]} fine`, ring]
/** @type {Mark} */
const TINT = ["tint", whole]

/**
 * How a picture of so many rows is marked.
 * @param {number} rows
 * @param {boolean} cue
 */
export function markOf(rows, cue) {
  if (cue) return rows > FINE_ROWS ? FINE_CUE : CUE
  if (rows > MOST_ROWS) return TINT
  return rows > FINE_ROWS ? FINE_RING : RING
}

export class Marks {
  /** @param {Figure} figure of the picture */
  constructor(figure) {
    this.path = drawing("path", {})
    this.element = drawing("svg", {class: "marks", preserveAspectRatio: "none", "aria-hidden": "true"})
    this.element.append(this.path)
    figure.element.append(this.element)
    this.shown = ""
  }

  /**
   * @param {Data} picture
   * @param {Data} target
   * @param {[number, number]} grid
   * @param {boolean} cue
   */
  show(picture, target, [rows, columns], cue) {
    const pixels = differing(picture, target)
    const now = `${rows}x${columns}:${pixels}`
    if (now === this.shown) return
    this.shown = now
    this.element.setAttribute("viewBox", `0 0 ${columns} ${rows}`)
    const [kind, mark] = markOf(rows, cue)
    this.path.setAttribute("class", kind)
    this.path.setAttribute("d", path(pixels, columns, mark))
  }
}
