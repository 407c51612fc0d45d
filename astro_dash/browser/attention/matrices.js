// The three matrices side by side, moving together, and the cell that is pointed at.

/** @import {AttentionPage} from "./index.js" */
/** @import {Cell} from "./matrix.js" */
import {inLanguage, SERVED, way} from "../address.js"
import {h, put} from "../dom.js"
import {ramp} from "../figure.js"
import {fixed} from "../numbers.js"
import {t} from "../words.js"
import {Matrix, thumbnails} from "./matrix.js"
import {keyName} from "./readout.js"
import {shapes} from "./words.js"

const WHOLE_SHARE = 255

export class Matrices {
  /** @param {AttentionPage} page */
  constructor(page) {
    this.page = page
    /** @type {Cell | null} */
    this.pointed = null
    const point = (/** @type {Cell | null} */ at, byKey = false) => this.point(at, byKey)
    const open = (/** @type {number} */ row) => this.open(row)
    this.each = shapes().map(({title, caption}) => new Matrix(title, caption, {point, open}))
    this.readout = h("p", {class: "readout"}, t("Point at a cell, or walk over them with the arrow keys, to read it."))
    this.element = h("div", {class: "matrices"}, ...this.each.map((matrix) => matrix.element))
  }

  /** Another word, or another ground: pictures along the rows and the columns. */
  label() {
    const {about, player} = this.page
    const {pictures} = player.frames
    const colours = this.page.colours()
    const shades = ramp(colours.paper, colours.print)
    const ends = `${shades[0]}, ${shades[shades.length - 1]}`
    this.page.element.style.setProperty("--shades", `linear-gradient(to right, ${ends})`)
    for (const [i, matrix] of this.each.entries()) {
      const queries = thumbnails(pictures["picture:queries"], about.grid, colours)
      const rows = queries.map((picture, row) => (i ? h("span", {}, picture) : this.link(row, picture)))
      const keys = thumbnails(pictures["picture:keys"], about.grid, colours)
      const columns = keys.map((picture, key) => h("span", {title: about.keys[key]}, picture))
      matrix.about(rows, columns, about.tokens)
      matrix.paint(shades)
    }
  }

  /**
   * The way to the run of a row.
   * @param {number} row
   * @param {HTMLElement} picture
   */
  link(row, picture) {
    const words = t("Open token {n}, {token}, on the Live page", {n: row + 1, token: this.said(row)})
    const link = way(this.page.about.rows[row], "", {title: words, "aria-label": words})
    link.append(picture)
    return link
  }

  /** @param {number} row */
  open(row) {
    if (SERVED) window.open("?" + inLanguage(this.page.about.rows[row]), "_blank", "noopener")
  }

  /** @param {number} row */
  said(row) {
    const {keys, tokens, inverted} = this.page.about
    return keyName(keys, tokens[row], inverted.includes(row) ? -1 : 1)
  }

  /** The moment on the page. */
  draw() {
    const {frames, frame} = this.page.player
    const number = (/** @type {string} */ name) => fixed(frames.value(name, frame), 3)
    const own = (/** @type {string} */ share) => t("{share} on the token's own memory", {share})
    const once = own(fixed(this.page.about.plain_on_right, 3))
    const differs = (/** @type {string} */ by) => t("differs from the gains by {by}", {by})
    const words = [
      own(number("on_right")),
      differs(number("from_attention")),
      `${once} · ${differs(number("from_one_pass"))}`,
    ]
    for (const [i, shares] of this.shares().entries()) this.each[i].draw(shares, words[i])
    this.read()
  }

  /** All three, of this moment. */
  shares() {
    const {frames, frame} = this.page.player
    return [frames.row("gain", frame), frames.row("attention", frame), frames.pictures["picture:one-pass"].data]
  }

  /**
   * @param {Cell | null} at
   * @param {boolean} byKey
   */
  point(at, byKey) {
    this.pointed = at
    for (const matrix of this.each) matrix.point(at)
    this.read()
    if (byKey) this.page.read(this.readout.textContent ?? "")
  }

  /** The cell pointed at, in numbers. */
  read() {
    const {keys, tokens} = this.page.about
    const at = this.pointed
    if (!at || at.row >= tokens.length || at.column >= keys.length) {
      const point = [t("Point at a cell, or walk over them with the arrow keys, to read it.")]
      if (SERVED)
        point.push(t("A click on a row, or on its token, opens exactly that query on the Live page, in a new tab."))
      put(this.readout, point.join(" "))
      return
    }
    const cell = at.row * keys.length + at.column
    const [gain, softmax, once] = this.shares().map((data) => fixed(data[cell] / WHOLE_SHARE, 2))
    const places = {token: this.said(at.row), key: keys[at.column], gain, softmax, once}
    put(this.readout, t("{token}, damaged, to {key}: gain {gain}, softmax(score/T) {softmax}, one pass {once}", places))
  }
}
