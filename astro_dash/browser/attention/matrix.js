// One matrix of attention: a row of cells for each damaged token, a column for each key, shades from 0 to 1.

import {h, put, renew} from "../dom.js"
import {thumbnail} from "../pixels.js"
import {t} from "../words.js"

const CHANNELS = 4 // of a pixel on a canvas

/** @type {Record<string, [number, number]>} rows and columns */
const MOVES = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]}

/** @typedef {{point: (at: Cell | null, byKey?: boolean) => void, open: (row: number) => void}} Reached whom it tells */
/** @typedef {{row: number, column: number}} Cell */

/**
 * Pictures, one after the other in an array, as small canvases.
 * @param {Shaped} pictures
 * @param {[number, number]} grid
 * @param {Colours} colours
 */
export function thumbnails({data, shape: [count, size]}, grid, colours) {
  return Array.from({length: count}, (_, i) => thumbnail(data.subarray(i * size, (i + 1) * size), grid, colours))
}

export class Matrix {
  /**
   * @param {string} title
   * @param {string} caption
   * @param {Reached} tells
   */
  constructor(title, caption, tells) {
    this.title = title
    this.tells = tells
    this.rows = h("div", {class: "tokens-down"})
    this.columns = h("div", {class: "tokens-across", "aria-hidden": "true"})
    // With the arrows for its own: a screen reader would keep them, were it an image
    const reached = {tabindex: 0, role: "application", "aria-roledescription": t("matrix")}
    const id = title.replace(/\W+/g, "-")
    this.canvas = h("canvas", {class: "cells", ...reached, "aria-label": title, "aria-describedby": id})
    this.over = h("div", {class: "pointed", hidden: true})
    this.own = h("div", {class: "own-cells", "aria-hidden": "true"})
    this.numbers = h("p", {class: "numbers", id})
    const cells = h("div", {class: "framed-cells"}, this.canvas, this.own, this.over)
    this.element = h(
      "figure",
      {class: "matrix"},
      h("figcaption", {}, h("b", {}, title), h("span", {}, caption)),
      h("div", {class: "grid-of-cells"}, h("span", {}), this.columns, this.rows, cells),
      this.numbers,
    )
    this.shape = [1, 1]
    /** @type {Cell} where the keys are */
    this.here = {row: 0, column: 0}
    /** @type {Uint8Array | null} red, green, blue of each shade */
    this.shades = null
    this.canvas.addEventListener("pointermove", (event) => tells.point(this.at(event)))
    this.canvas.addEventListener("pointerleave", () => tells.point(null))
    this.canvas.addEventListener("click", (event) => tells.open(this.at(event).row))
    this.canvas.addEventListener("focus", () => this.canvas.matches(":focus-visible") && tells.point(this.here))
    this.canvas.addEventListener("blur", () => tells.point(null))
    this.canvas.addEventListener("keydown", (event) => this.press(event))
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const by = MOVES[event.key]
    if (!by && event.key !== "Enter") return
    const [row, column] = [this.here.row, this.here.column].map((place, i) =>
      Math.max(0, Math.min(this.shape[i] - 1, place + (by?.[i] ?? 0))),
    )
    this.here = {row, column}
    if (by) this.tells.point(this.here, true)
    else this.tells.open(row)
    event.preventDefault()
    event.stopPropagation()
  }

  /**
   * @param {MouseEvent} event
   * @returns {Cell}
   */
  at({clientX, clientY}) {
    const {left, top, width, height} = this.canvas.getBoundingClientRect()
    const [rows, columns] = this.shape
    const place = (/** @type {number} */ share, /** @type {number} */ n) =>
      Math.max(0, Math.min(n - 1, Math.floor(share * n)))
    return {row: place((clientY - top) / height, rows), column: place((clientX - left) / width, columns)}
  }

  /**
   * Another word: labels of its rows and columns, and which key each token is.
   * @param {HTMLElement[]} rows
   * @param {HTMLElement[]} columns
   * @param {number[]} tokens
   */
  about(rows, columns, tokens) {
    this.shape = [rows.length, columns.length]
    this.canvas.height = rows.length
    this.canvas.width = columns.length
    this.element.style.setProperty("--rows", String(rows.length))
    this.element.style.setProperty("--columns", String(columns.length))
    renew(this.rows, ...rows)
    this.columns.replaceChildren(...columns)
    const marks = tokens.map((key, row) => h("i", {style: `grid-area: ${row + 1} / ${key + 1}`}))
    this.own.replaceChildren(...marks)
  }

  /** @param {string[]} colours of the shades, as "#rrggbb" */
  paint(colours) {
    const parts = (/** @type {string} */ colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16))
    this.shades = Uint8Array.from(colours.flatMap(parts))
  }

  /**
   * @param {Data} shares in 255ths, row by row
   * @param {string} words
   */
  draw(shares, words) {
    const context = this.canvas.getContext("2d")
    const {shades} = this
    if (!context || !shades) return
    const [rows, columns] = this.shape
    const image = context.createImageData(columns, rows)
    shares.forEach((share, i) => {
      image.data.set(shades.subarray(3 * share, 3 * share + 3), CHANNELS * i)
      image.data[CHANNELS * i + 3] = 255
    })
    context.putImageData(image, 0, 0)
    put(this.numbers, words)
  }

  /** @param {Cell | null} at */
  point(at) {
    this.over.hidden = !at
    if (at) this.over.style.gridArea = `${at.row + 1} / ${at.column + 1}`
  }
}
