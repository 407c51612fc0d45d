// An empty grid to draw a memory on: pen, eraser, invert, clear; by pointer, touch and keyboard.

import {h} from "../dom.js"
import {placeWords, thumbnail, touchPixels} from "../pixels.js"
import {t} from "../words.js"

const FULL = 255 // of a pixel; paper is 0

/**
 * The pixels on the way from one to another, both included.
 * @param {number} from
 * @param {number} to
 * @param {number} columns
 */
export function between(from, to, columns) {
  const [x, y] = [from % columns, Math.floor(from / columns)]
  const [dx, dy] = [(to % columns) - x, Math.floor(to / columns) - y]
  const steps = Math.max(Math.abs(dx), Math.abs(dy))
  const part = (/** @type {number} */ d, /** @type {number} */ i) => Math.round((d * i) / (steps || 1))
  const at = (/** @type {number} */ i) => (y + part(dy, i)) * columns + x + part(dx, i)
  return Array.from({length: steps + 1}, (_, i) => at(i))
}

export class Pad {
  /**
   * @param {() => Colours} colours
   * @param {() => void} changed
   * @param {(words: string) => void} read aloud
   */
  constructor(colours, changed, read) {
    this.colours = colours
    this.changed = changed
    /** @type {[number, number]} */
    this.grid = [0, 0]
    this.ink = new Uint8Array()
    this.erases = false
    /** @type {number | null} where the stroke is */
    this.last = null
    this.picture = h("div", {class: "picture pad", "aria-label": t("Grid to draw a memory on")})
    touchPixels(
      this.picture,
      () => this.grid,
      (pixels, done) => this.draw(pixels, done),
      (pixel) => read(placeWords(pixel, this.grid, this.ink[pixel] ? t("ink") : t("paper"))),
    )
    const button = (/** @type {string} */ words, /** @type {() => void} */ onclick) =>
      h("button", {type: "button", onclick}, words)
    this.tools = h(
      "div",
      {class: "tools", role: "group", "aria-label": t("Drawing a memory")},
      this.tool(t("pen"), false),
      this.tool(t("eraser"), true),
      button(t("Invert"), () => this.fill((value) => FULL - value)),
      button(t("Clear"), () => this.fill(() => 0)),
    )
  }

  /**
   * @param {string} words
   * @param {boolean} erases
   */
  tool(words, erases) {
    const onchange = () => (this.erases = erases)
    return h("label", {class: "tool"}, h("input", {type: "radio", name: "pad", checked: !erases, onchange}), words)
  }

  /**
   * Another grid, which is empty.
   * @param {[number, number]} grid
   */
  begin(grid) {
    this.grid = grid
    const [rows, columns] = grid
    this.ink = new Uint8Array(rows * columns)
    this.picture.style.cssText = `--rows: ${rows}; --columns: ${columns}; aspect-ratio: ${columns} / ${rows}`
    this.show()
  }

  get empty() {
    return !this.ink.some((value) => value)
  }

  /** Its pixels as 1 and 0. */
  bits() {
    return this.ink.map((value) => Number(value > 0))
  }

  /** @param {(value: number) => number} of */
  fill(of) {
    this.ink = this.ink.map(of)
    this.show()
  }

  /**
   * @param {number[]} pixels
   * @param {boolean} done
   */
  draw(pixels, done) {
    for (const pixel of done ? [] : pixels) {
      for (const on of between(this.last ?? pixel, pixel, this.grid[1])) this.ink[on] = this.erases ? 0 : FULL
      this.last = pixel
    }
    if (done) this.last = null
    this.show()
  }

  show() {
    this.picture.querySelector("canvas")?.remove()
    this.picture.prepend(thumbnail(this.ink, this.grid, this.colours()))
    this.changed()
  }
}
