// A drawing of the gated memory: neurons, bundles of synapses, one for each memory, and the astrocyte whose gains
// multiply them. Its strengths are those of the run on the page, if there is one.

import {drawing} from "./dom.js"
import {disc, group, picture, square, text} from "./shapes.js"
import {BUNDLES, INKED, NEURONS, strengths, telling} from "./strengths.js"
import {fixed} from "./numbers.js"
import {t} from "./words.js"

const [WIDE, HIGH] = [360, 276]
const [LEFT, MIDDLE, RIGHT, FOOT] = [26, 190, 316, 268] // of neurons, memories and astrocyte; of the words under them
const [STEP, SIDE] = [50, 32] // from memory to memory; of the picture of one
const CELL = 12 // radius of a neuron
const CENTRE = (BUNDLES * STEP) / 2
const [THIN, THICK, FAINT] = [2, 8, 0.35] // of a process of the astrocyte, and the opacity of the thinnest
const ASTROCYTE = "M0-27 6-10 24-16 13 1 25 18 6 12-1 29-8 12-27 18-14 1-25-14-7-9Z"
/** What is shown without a run: gains at rest, of plain pictures of 2 by 2. */
const [RESTING, PLAIN] = [
  [0.9, 0.04, 0.03, 0.02, 0.01],
  ["1110", "0110", "1001", "0011", "1100"],
]

export class Schematic {
  /**
   * @param {any} page with the run that it follows; null for none
   * @param {string} words what it shows
   */
  constructor(page, words) {
    this.page = page
    this.words = words
    this.load = BUNDLES
    this.gated = true
    /** @type {number[]} the neurons of the run that are drawn */
    this.neurons = [0, 1, 2, 3, 0, 1]
    this.first = "" // memory, by its name
    this.element = drawing("svg", {viewBox: `0 0 ${WIDE} ${HIGH}`, class: "schematic", role: "img"})
    this.element.setAttribute("aria-label", words)
    const pictures = PLAIN.map((bits) => Array.from(bits, (bit) => 255 * Number(bit)))
    this.draw(pictures, 2, [])
    this.show(RESTING)
    this.fire(pictures[0])
  }

  /**
   * @param {ArrayLike<number>[]} pictures of memories, as shades
   * @param {number} columns
   * @param {string[]} more the words in place of a picture, for all other memories
   */
  draw(pictures, columns, more) {
    const count = pictures.length + more.length
    const heights = Array.from({length: count}, (_, k) => CENTRE + STEP * (k + 0.5 - count / 2))
    const rows = Array.from({length: NEURONS}, (_, i) => ((i + 0.5) * BUNDLES * STEP) / NEURONS)
    this.bundles = heights.map((y, k) => {
      const kind = (/** @type {number} */ i) => (pictures[k]?.[this.neurons[i]] > INKED ? "same" : "opposite")
      const bend = (/** @type {number} */ from) => `C${LEFT + 70} ${from} ${MIDDLE - 90} ${y} ${MIDDLE - SIDE / 2} ${y}`
      return group(
        "bundle",
        ...rows.map((x, i) => drawing("path", {d: `M${LEFT + CELL} ${x}${bend(x)}`, class: kind(i)})),
      )
    })
    this.processes = heights.map((y) => {
      const end = MIDDLE + SIDE / 2 + 5
      const d = `M${RIGHT} ${CENTRE}Q${end + 50} ${y} ${end} ${y}`
      return group("process", drawing("path", {d}), disc("foot", end, y, 4))
    })
    this.cells = rows.map((y) => disc("neuron", LEFT, y, CELL))
    const memories = heights.map((y, k) =>
      group(
        "memory",
        square(MIDDLE, y, SIDE),
        pictures[k] ? picture(pictures[k], columns, MIDDLE, y, SIDE) : text(MIDDLE, y + 5, more[0]),
      ),
    )
    const body = drawing("path", {d: ASTROCYTE, class: "astrocyte", transform: `translate(${RIGHT} ${CENTRE})`})
    const names = [t("neurons"), t("synapses"), t("memories"), t("astrocyte")]
    const words = [LEFT + 4, 112, MIDDLE, RIGHT].map((x, i) => text(x, FOOT, names[i]))
    this.element.replaceChildren(
      ...[...this.bundles, ...this.processes, ...memories, ...this.cells, body],
      ...[disc("nucleus", RIGHT, CENTRE, 6), ...words],
    )
  }

  /** @param {About} about */
  about({shown, load, neurons, grid, gated}) {
    const {frames, frame, names} = this.page.player
    const {data} = frames.pictures["picture:shown"]
    const single = Math.min(load > BUNDLES ? BUNDLES - 1 : load, shown.length)
    Object.assign(this, {load, gated, first: names[shown[0]], neurons: telling(data, single, neurons)})
    const pictures = shown.slice(0, single).map((_, k) => data.subarray(k * neurons, (k + 1) * neurons))
    this.draw(pictures, grid[1], load > single ? [`+${load - single}`] : [])
    this.element.classList.toggle("ungated", !gated)
    this.frame(Math.max(0, frame))
  }

  /** @param {number} frame */
  frame(frame) {
    const {frames, now} = this.page.player
    if (!frames.count) return
    const gains = this.gated ? frames.row("gain", frame) : new Float32Array(BUNDLES).fill(1 / this.load)
    this.show(gains)
    this.fire(frames.row(`image:${now.focus}`, frame))
    const places = {words: this.words, name: this.first, gain: fixed(gains[0], 2)}
    const told = this.gated ? t("{words}. The gain of {name} is {gain}.", places) : this.words
    if (this.element.getAttribute("aria-label") !== told) this.element.setAttribute("aria-label", told)
  }

  /** @param {ArrayLike<number>} rates of all neurons, as shades */
  fire(rates) {
    this.cells?.forEach((cell, i) => cell.setAttribute("fill-opacity", (rates[this.neurons[i]] / 255).toFixed(2)))
  }

  /** @param {ArrayLike<number>} gains */
  show(gains) {
    strengths(gains, this.load).forEach((strength, k) => {
      const width = THIN + (THICK - THIN) * strength
      for (const [part, share] of /** @type {const} */ ([
        [this.bundles?.[k], 0.3],
        [this.processes?.[k], 1],
      ])) {
        part?.setAttribute("stroke-width", (share * width).toFixed(2))
        part?.setAttribute("opacity", (FAINT + (1 - FAINT) * strength).toFixed(2))
      }
    })
  }
}
