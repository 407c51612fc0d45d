// The map itself: its figure, and what is laid over it to be pointed at. A cell is x times the length of the vertical
// axis, plus y.

import {inLanguage} from "../address.js"
import {h} from "../dom.js"
import {Figure} from "../figure.js"
import {measured, pretty} from "../numbers.js"
import {t} from "../words.js"
import {span} from "./span.js"

/** @type {Record<string, [number, number]>} */
const MOVES = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}

/** @typedef {{point: (cell: number) => void, choose: (cell: number) => void, open: (cell: number) => void}} Tells */

export class Chart {
  /** @param {Tells} tells */
  constructor(tells) {
    this.tells = tells
    /** @type {AboutMap} */
    this.about = /** @type {any} */ (null) // until the first map
    /** @type {[number, number] | null} */
    this.limits = null
    this.columns = this.rows = 0
    /** @type {Float32Array[]} by system and cell */
    this.means = []
    /** @type {number | null} */
    this.selected = null
    /** @type {Figure | null} */
    this.figure = null
    this.element = h("div", {class: "plot map"})
    this.pointed = h("div", {class: "pointed", hidden: true})
    this.chosen = h("div", {class: "chosen", hidden: true})
    const help = t(
      "The map: arrows move over its cells and list their runs, Enter opens the first run on the Live page",
    )
    const attributes = {class: "over", tabindex: 0, role: "application", "aria-label": help}
    this.over = h("div", attributes, this.pointed, this.chosen)
    this.over.addEventListener("pointermove", (event) => this.point(this.under(event)))
    this.over.addEventListener("pointerleave", () => this.point(null))
    this.over.addEventListener("click", (event) => this.click(this.under(event)))
    this.over.addEventListener("keydown", (event) => this.key(event))
    this.resizing = new ResizeObserver(() => requestAnimationFrame(() => this.place()))
  }

  close() {
    this.resizing.disconnect()
  }

  /**
   * Another map, of which nothing is known yet.
   * @param {AboutMap} about
   * @param {[number, number] | null} limits of its colours
   */
  begin(about, limits) {
    this.about = about
    this.limits = limits
    this.figure = null
    const [across, up] = about.axes
    this.columns = across.values.length
    this.rows = up.values.length
    this.means = about.systems.map(() => new Float32Array(this.columns * this.rows).fill(NaN))
    this.selected = null
    this.chosen.hidden = true
  }

  /**
   * Put a figure of the server into the box, instead of what was there.
   * @param {any} item
   * @param {Colours} colours
   */
  async embed(item, colours) {
    const {about} = this
    this.element.replaceChildren()
    const figure = new Figure({item, feeds: []}, this.element)
    await figure.embed()
    figure.paint(colours)
    if (this.about === about) {
      this.figure = figure
      this.element.append(this.over)
    }
    return [figure]
  }

  /**
   * Means (systems, cells) of some cells.
   * @param {Data} cells
   * @param {Data} means
   */
  take(cells, means) {
    this.means.forEach((kept, system) => {
      cells.forEach((cell, i) => (kept[cell] = means[system * cells.length + i]))
    })
    this.fill()
  }

  /**
   * What is shown of a cell.
   * @param {number} cell
   */
  value(cell) {
    const {of, systems} = this.about
    const [first, second] = of.map((system) => this.means[systems.indexOf(system)][cell])
    return of.length === 2 ? first - second : first
  }

  /** Put what is known into the figure. */
  fill() {
    if (!this.figure) return
    const {left, bottom} = this.figure.model("cells").data
    const at = (/** @type {number} */ edge) => Math.round(edge + 0.5)
    const values = Float32Array.from(left, (x, i) => this.value(at(x) * this.rows + at(bottom[i])))
    const known = [...values].filter((value) => !Number.isNaN(value))
    const {of, log} = this.about
    if (known.length) this.figure.model("colours").setv(span(known, of.length === 2, this.limits, log))
    this.figure.set("cells", {value: values})
    this.place()
  }

  /** Lay what is over the map onto its frame. */
  place() {
    if (!this.figure?.view?.frame) return
    const {left, top, width, height} = this.figure.view.frame.bbox
    this.over.style.cssText = `left:${left}px;top:${top}px;width:${width}px;height:${height}px`
    this.resizing.observe(this.element)
  }

  /** @param {MouseEvent} event */
  under(event) {
    if (!this.about) return null
    const box = this.over.getBoundingClientRect()
    const x = Math.floor(((event.clientX - box.left) / box.width) * this.columns)
    const y = Math.floor((1 - (event.clientY - box.top) / box.height) * this.rows)
    return x < 0 || y < 0 || x >= this.columns || y >= this.rows ? null : x * this.rows + y
  }

  /**
   * The place of a cell on the axes.
   * @param {number} cell
   */
  places(cell) {
    return [Math.floor(cell / this.rows), cell % this.rows]
  }

  /**
   * @param {HTMLElement} mark
   * @param {number | null} cell
   */
  outline(mark, cell) {
    mark.hidden = cell === null
    if (cell === null) return
    const [x, y] = this.places(cell)
    const place = `left:${(100 * x) / this.columns}%;bottom:${(100 * y) / this.rows}%`
    mark.style.cssText = `${place};width:${100 / this.columns}%;height:${100 / this.rows}%`
  }

  /** @param {number | null} cell */
  point(cell) {
    this.outline(this.pointed, cell)
    if (cell !== null) this.tells.point(cell)
  }

  /** @param {number | null} cell */
  click(cell) {
    if (cell === null) return
    this.choose(cell)
    this.tells.open(cell)
  }

  /** @param {number} cell */
  choose(cell) {
    this.selected = cell
    this.outline(this.chosen, cell)
    this.tells.choose(cell)
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = MOVES[event.key]
    if (by && this.about) this.choose(this.selected === null ? 0 : this.beside(this.selected, by))
    else if (event.key === "Enter" && this.selected !== null) this.tells.open(this.selected)
    else return
    event.preventDefault()
  }

  /**
   * The cell so many columns and rows on, within the map.
   * @param {number} cell
   * @param {[number, number]} by
   */
  beside(cell, by) {
    const [x, y] = this.places(cell).map((place, i) => {
      return Math.max(0, Math.min([this.columns, this.rows][i] - 1, place + by[i]))
    })
    return x * this.rows + y
  }

  /** @param {number} cell */
  where(cell) {
    const places = this.places(cell)
    const words = this.about.axes.map(({label, values}, i) => `${label} ${values[places[i]]}`)
    return pretty(words.join(", "))
  }

  /** @param {number} cell */
  words(cell) {
    const {titles, unit} = this.about
    if (Number.isNaN(this.means[0][cell])) return t("{where}: not computed yet", {where: this.where(cell)})
    const each = titles.map((title, i) => `${title} ${measured(this.means[i][cell])}`)
    return `${this.where(cell)}: ${each.join(", ")} ${unit}`
  }

  /**
   * The link of a cell's first draw: everything as in the template, but for the cell's own.
   * @param {number} cell
   */
  link(cell) {
    const query = new URLSearchParams(this.about.template)
    const places = this.places(cell)
    this.about.axes.forEach(({name, values}, i) => query.set(name, values[places[i]]))
    query.set("seed", String(this.about.first[cell]))
    return "?" + inLanguage(query.toString())
  }
}
