// Pixels a person can touch, by pointer and by keyboard, and small pictures of them.

import {h} from "./dom.js"
import {keyNames} from "./keys.js"
import {t} from "./words.js"

export const FINE_ROWS = 16 // above which a pixel is a few on the screen, or none of its own
const DARK = 127 // and above: a pixel with ink, of 0 to 255

/** @typedef {[number, number]} Grid rows and columns */

/**
 * A place on a grid, read out.
 * @param {number} pixel
 * @param {Grid} grid
 * @param {string} words what is there, or was done there
 */
export function placeWords(pixel, [, columns], words) {
  const places = {row: Math.floor(pixel / columns) + 1, column: (pixel % columns) + 1, words}
  return t("Row {row}, column {column}: {words}", places)
}

/**
 * An image whose pixels can be reached: `act(pixels, done)`, done at the end of a stroke; `tell(pixel, acted)` reads
 * out, after a key, where its cursor is.
 */
class Touched {
  /**
   * @param {HTMLElement} element
   * @param {() => Grid} grid
   * @param {(pixels: number[], done: boolean) => void} act
   * @param {(pixel: number, acted: boolean) => void} tell
   */
  constructor(element, grid, act, tell) {
    // With the arrows for its own: a screen reader would keep them, were it an image
    element.tabIndex = 0
    element.setAttribute("role", "application")
    element.setAttribute("aria-roledescription", "picture")
    this.element = element
    this.grid = grid
    this.act = act
    this.tell = tell
    this.at = 0
    /** @type {Set<number> | null} */
    this.stroke = null
    this.cursor = element.appendChild(h("div", {class: "pixel-cursor", hidden: true}))
    element.addEventListener("pointerdown", (event) => this.begin(event))
    element.addEventListener("pointermove", (event) => this.visits(event))
    element.addEventListener("pointerup", () => this.end())
    element.addEventListener("pointercancel", () => this.end())
    element.addEventListener("focus", () => this.point(!element.matches(":focus-visible")))
    element.addEventListener("blur", () => (this.cursor.hidden = true))
    element.addEventListener("keydown", (event) => this.key(event))
  }

  /** @param {PointerEvent} event */
  pixelAt(event) {
    const box = this.element.getBoundingClientRect()
    const [rows, columns] = this.grid()
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows)
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns)
    return row < 0 || column < 0 || row >= rows || column >= columns ? null : row * columns + column
  }

  /** @param {PointerEvent} event */
  begin(event) {
    if (event.button) return
    event.preventDefault()
    this.element.setPointerCapture(event.pointerId)
    this.stroke = new Set()
    this.visit(event)
  }

  /** @param {PointerEvent} event which, of a quick stroke, stands for several */
  visits(event) {
    for (const each of event.getCoalescedEvents?.() ?? []) this.visit(each)
    this.visit(event)
  }

  /** @param {PointerEvent} event */
  visit(event) {
    if (!this.stroke) return
    const pixel = this.pixelAt(event)
    if (pixel === null || this.stroke.has(pixel)) return
    this.stroke.add(pixel)
    this.act([pixel], false)
  }

  end() {
    if (this.stroke) this.act([...this.stroke], true)
    this.stroke = null
  }

  /** @param {boolean} hidden */
  point(hidden) {
    const [rows, columns] = this.grid()
    this.at = Math.min(this.at, rows * columns - 1)
    const left = (100 * (this.at % columns)) / columns
    const top = (100 * Math.floor(this.at / columns)) / rows
    this.cursor.hidden = hidden
    this.cursor.style.cssText = `left:${left}%;top:${top}%;width:${100 / columns}%;height:${100 / rows}%`
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const [rows, columns] = this.grid()
    /** @type {Record<string, number>} */
    const moves = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns}
    const to = this.at + (moves[event.key] ?? 0)
    const moved = event.key in moves
    if (moved) {
      if (to >= 0 && to < rows * columns) this.at = to
    } else if (keyNames(event).includes(" ") || event.key === "Enter") {
      this.act([this.at], false)
      this.act([this.at], true)
    } else return
    this.point(false)
    this.tell(this.at, !moved)
    event.preventDefault()
    event.stopPropagation()
  }
}

/**
 * Lets a pointer or the keyboard reach the pixels of an image.
 * @param {HTMLElement} element
 * @param {() => Grid} grid
 * @param {(pixels: number[], done: boolean) => void} act
 * @param {(pixel: number, acted: boolean) => void} tell
 */
export function touchPixels(element, grid, act, tell) {
  new Touched(element, grid, act, tell)
}

/**
 * A pixel and those around it.
 * @param {number} pixel
 * @param {Grid} grid
 */
export function around(pixel, [rows, columns]) {
  const near = [-columns, 0, columns].flatMap((by) => [pixel + by - 1, pixel + by, pixel + by + 1])
  const beside = (/** @type {number} */ other) => Math.abs((other % columns) - (pixel % columns)) < 2
  return near.filter((other) => other >= 0 && other < rows * columns && beside(other))
}

/**
 * A small canvas of an image of 0 to 255 in two colours.
 * @param {Data} data
 * @param {Grid} grid
 * @param {Colours} colours
 */
export function thumbnail(data, [rows, columns], {paper, print}) {
  const canvas = h("canvas", {width: columns, height: rows, class: rows > FINE_ROWS ? "thumbnail fine" : "thumbnail"})
  const context = canvas.getContext("2d")
  if (!context) return canvas
  context.fillStyle = paper
  context.fillRect(0, 0, columns, rows)
  context.fillStyle = print
  data.forEach((value, i) => {
    if (value > DARK) context.fillRect(i % columns, Math.floor(i / columns), 1, 1)
  })
  return canvas
}
