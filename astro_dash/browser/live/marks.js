// Marks over a picture where it differs from the target: a corner on each flipped pixel of the cue, a ring in its
// system's colour on each wrong pixel of a state (a tint where pixels are too small for one).

/** @import {Figure} from "../figure.js" */
import {drawing} from "../dom.js"

const INK = 127.5 // of a picture from 0, ground, to 255
const INSET = 0.12 // of a ring, in pixels of the picture
const CORNER = 0.36
const MOST_ROWS = 32 // that have rings

/**
 * Which pixels of a picture differ from the target.
 * @param {Data} picture
 * @param {Data} target
 */
export function differing(picture, target) {
  const found = []
  for (let i = 0; i < target.length; i++) if (picture[i] > INK !== target[i] > INK) found.push(i)
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
const corner = (x, y) => `M${x + 1 - CORNER} ${y}h${CORNER}v${CORNER}z`
/** @type {(x: number, y: number) => string} */
const ring = (x, y) => `M${x + INSET} ${y + INSET}h${1 - 2 * INSET}v${1 - 2 * INSET}h${2 * INSET - 1}z`
/** @type {(x: number, y: number) => string} */
const whole = (x, y) => `M${x} ${y}h1v1h-1z`

export class Marks {
  /** @param {Figure} figure of the picture */
  constructor(figure) {
    this.onInk = drawing("path", {class: "on-ink"})
    this.onGround = drawing("path", {class: "on-ground"})
    this.wrong = drawing("path", {})
    this.element = drawing("svg", {class: "marks", preserveAspectRatio: "none", "aria-hidden": "true"})
    this.element.append(this.onInk, this.onGround, this.wrong)
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
    const rings = rows <= MOST_ROWS
    this.wrong.setAttribute("class", rings ? "ring" : "tint")
    this.wrong.setAttribute("d", cue ? "" : path(pixels, columns, rings ? ring : whole))
    const inked = (/** @type {boolean} */ ink) => pixels.filter((i) => picture[i] > INK === ink)
    const corners = (/** @type {boolean} */ ink) => path(cue ? inked(ink) : [], columns, corner)
    this.onInk.setAttribute("d", corners(true))
    this.onGround.setAttribute("d", corners(false))
  }
}
