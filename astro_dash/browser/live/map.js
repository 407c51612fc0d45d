// One system's map of two memories: its ground in shades, its way on it, and a place that one can point at.

import {drawing, h, put} from "../dom.js"
import {key} from "../form.js"
import {fixed, measured} from "../numbers.js"
import {t} from "../words.js"
import {Probe} from "./probe.js"
import {paintShades, shadesOf} from "./shades.js"
import {height, levelled, overlapsAt, sampled, Square} from "./terrain.js"

const SIZE = 41 // places along a side whose energies are computed
const FINE = 4 // pixels between two of them
const LEVELS = 16 // shades, whose edges are contour lines
const APART = 0.005 // of points of the way that are drawn
const DOT = 0.05
/** @type {[string, number, number][]} what stands where */
const CORNERS_OF_MAP = [
  ["target", 1, 1],
  ["rival", 1, -1],
  ["mirror", -1, -1],
  ["mirror", -1, 1],
]

/** Arrows are its own: a screen reader would keep them, were it an image. */
const asMap = () => ({tabindex: 0, role: "application", "aria-roledescription": t("map")})
/** The word alone is another: what archers aim at is one of the pictures. */
export const targetWord = () => t("−target").replace("−", "")

/** Over the map and under it. */
const cornerNames = () => [
  [t("−rival"), targetWord()],
  [t("−target"), t("rival")],
]
const namesAlone = () => [
  [t("−target"), targetWord()],
  ["", ""],
]

/** @param {Record<string, string | number>} attributes */
const circle = (attributes) =>
  drawing("circle", Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)])))

export class LandscapeMap {
  /**
   * @param {string} system
   * @param {Look} look
   * @param {(words: string, byKey: boolean) => void} tell what stands where the person points
   */
  constructor(system, look, tell) {
    this.system = system
    this.look = look
    this.tell = tell
    const width = (SIZE - 1) * FINE
    this.canvas = h("canvas", {width, height: width})
    this.ghost = drawing("path", {class: "ghost"})
    this.way = drawing("path", {class: "way"})
    this.dot = circle({class: "here", r: DOT})
    this.probe = circle({class: "probe", r: DOT, visibility: "hidden"})
    const corners = CORNERS_OF_MAP.map(([kind, u, v]) => circle({class: kind, r: DOT, cx: u, cy: -v}))
    this.over = drawing("svg", {viewBox: "-1 -1 2 2", "aria-hidden": "true"})
    this.over.append(this.ghost, this.way, ...corners, this.probe, this.dot)
    this.box = h("div", {class: "ground", ...asMap()}, this.canvas, /** @type {any} */ (this.over))
    this.range = h("span", {class: "numbers"})
    this.names = [0, 1].map(() => h("div", {class: "ends-of-map", "aria-hidden": "true"}))
    const style = `--colour: ${look.colour}`
    const caption = h("figcaption", {}, key(look.line, look.title), this.range)
    this.element = h("figure", {class: "map", style}, caption, this.names[0], this.box, this.names[1])
    this.pointed = new Probe(this.box, (byKey) => this.read(byKey))
    this.agree = 1
    /** @type {ArrayLike<number>} */
    this.samples = []
    /** @type {Square | null} */
    this.square = null
    /** @type {Data | number[]} */
    this.ground = []
    /** @type {{frame: number, x: number, y: number}[]} of the way */
    this.points = []
    /** @type {Uint32Array} */
    this.shades = new Uint32Array()
  }

  /**
   * Another pair, or other colours.
   * @param {ArrayLike<number>} samples of single energies
   * @param {number} agree
   * @param {string} plain the colour of the highest ground
   */
  about(samples, agree, plain) {
    this.samples = samples
    this.agree = agree
    this.square = null // until it is drawn
    const names = agree < 1 ? cornerNames() : namesAlone()
    names.forEach((row, i) => this.names[i].replaceChildren(...row.map((name) => h("span", {}, name))))
    this.shades = shadesOf(this.look.colour, plain, LEVELS)
  }

  /**
   * The whole way, of so many frames.
   * @param {Data} places
   */
  route(places) {
    this.points = []
    for (let frame = 0; frame < places.length / 2; frame++) {
      const [x, y] = [places[2 * frame], -places[2 * frame + 1]]
      const last = this.points[this.points.length - 1]
      if (!last || Math.hypot(x - last.x, y - last.y) > APART) this.points.push({frame, x, y})
    }
    this.ghost.setAttribute("d", line(this.points))
  }

  /**
   * The ground of a frame.
   * @param {Data} ground
   */
  show(ground) {
    this.square ??= new Square(this.samples, this.agree, SIZE)
    this.ground = ground
    const {levels, low, high} = levelled(this.square.heights(ground), SIZE, FINE, LEVELS)
    paintShades(this.canvas, levels, this.shades)
    const range = {low: measured(low), high: measured(high)}
    put(this.range, low <= high ? t("energy {low} to {high}", range) : t("it has no energy"))
    if (this.pointed.at) this.read()
  }

  /**
   * Where it is, at a frame.
   * @param {number} frame
   * @param {number} u
   * @param {number} v
   */
  stand(frame, u, v) {
    this.dot.setAttribute("cx", String(u))
    this.dot.setAttribute("cy", String(-v))
    const past = this.points.filter((point) => point.frame <= frame)
    this.way.setAttribute("d", line([...past, {x: u, y: -v}]))
  }

  /**
   * @param {number} u
   * @param {number} v
   */
  energy(u, v) {
    const both = overlapsAt(u, v, this.agree)
    const [a, b] = both.map((m) => sampled(this.samples, m))
    return height(this.ground, a, b, ...both)
  }

  /**
   * What stands where the person points.
   * @param {boolean} [byKey]
   */
  read(byKey = false) {
    const {at} = this.pointed
    this.probe.setAttribute("visibility", at ? "visible" : "hidden")
    if (!at || !this.ground.length) return this.tell("", false)
    const [x, y] = at
    this.probe.setAttribute("cx", String(x))
    this.probe.setAttribute("cy", String(-y))
    const [u, v, a, b] = [x, y, ...overlapsAt(x, y, this.agree)].map((value) => fixed(value, 2))
    const energy = this.energy(x, y)
    const places = {title: this.look.title, energy: measured(energy), u, v, a, b}
    if (Number.isNaN(energy)) return this.tell(t("{title} has no energy.", places), byKey)
    const words =
      this.agree < 1
        ? t("{title}: energy {energy} at u = {u}, v = {v}; overlap {a} with the target, {b} with the rival", places)
        : t("{title}: energy {energy} at u = {u}, v = {v}; overlap {a} with the target", places)
    this.tell(words, byKey)
  }
}

/** @param {{x: number, y: number}[]} points */
const line = (points) => points.map(({x, y}, i) => `${i ? "L" : "M"}${x.toFixed(3)} ${y.toFixed(3)}`).join("")
