// The maps of the racing systems, whose rival they are of, and what stands where one points.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {h, put} from "../dom.js"
import {fixed} from "../numbers.js"
import {inDigits, t} from "../words.js"
import {LandscapeMap} from "./map.js"
import {Sighted} from "./sighted.js"
import {groundOf} from "./terrain.js"

const mapHint = () => t("Point at a map, or walk on it with the arrow keys, to read its energy.")
/** @returns {[string, string][]} */
const gainsOfMap = () => [
  ["settled", t("as they would settle")],
  ["now", t("as they are")],
]

export class Landscape extends Sighted {
  /**
   * @param {Live} page
   * @param {View} view
   */
  constructor(page, view) {
    super(page, view)
    /** @type {Map<string, LandscapeMap>} */
    this.maps = new Map()
    this.settled = true
    this.wished = ""
    this.rival = h("select", {"aria-label": t("Rival on the map"), onchange: () => this.choose()})
    this.gains = h(
      "span",
      {class: "tool", role: "group", "aria-label": t("Gains of the map")},
      t("Gains:"),
      ...gainsOfMap().map((one) => this.way(one)),
    )
    this.pair = h("p", {class: "caption"})
    this.told = h("p", {class: "caption"}, mapHint())
    const tools = h("div", {class: "tools"}, h("span", {}, t("Rival:")), this.rival, this.gains)
    view.element.append(this.pair, tools, this.told)
    this.routed = ""
  }

  /** @param {[string, string]} one */
  way([value, words]) {
    const settled = value === "settled"
    const onchange = () => {
      this.settled = settled
      this.again()
    }
    const radio = h("input", {type: "radio", name: "gains-of-map", value, checked: settled, onchange})
    return h("label", {class: "tool"}, radio, words)
  }

  choose() {
    this.wished = this.rival.value
    this.page.look()
  }

  /** @param {Record<string, string>} shown */
  dressed({rival}) {
    if (rival) this.wished = rival
  }

  manner() {
    return {rival: this.wished}
  }

  chosen() {
    return {rival: this.wished === "" ? null : Number(this.wished)}
  }

  again() {
    this.drawn = ""
    const {frame, frames} = this.page.player
    if (frames.count) this.frame(frame)
  }

  /** @param {About} about */
  about(about) {
    super.about(about)
    this.routed = ""
    const {names, frames} = this.page.player
    const {systems} = this.page.spec
    const options = [...new Set([...about.shown, about.rival])].filter((pattern) => pattern !== about.target)
    const patterns = options.map((pattern) => h("option", {value: pattern}, names[pattern]))
    this.rival.replaceChildren(h("option", {value: ""}, t("strongest rival")), ...patterns)
    this.rival.value = this.wished
    if (this.rival.selectedIndex < 0) this.rival.value = ""
    put(this.pair, cornersInWords(about, names))
    const tell = (/** @type {string} */ words, /** @type {boolean} */ byKey) => {
      put(this.told, words || mapHint())
      if (byKey) this.page.read(words)
    }
    for (const system of about.systems) {
      if (!this.maps.has(system)) this.maps.set(system, new LandscapeMap(system, systems[system], tell))
      const samples = frames.pictures[`picture:single:${system}`]
      if (samples) this.maps.get(system)?.about(samples.data, about.agree, this.page.colours().paper)
    }
    const wanted = about.systems.map((system) => /** @type {LandscapeMap} */ (this.maps.get(system)).element)
    if (
      wanted.some((element, i) => this.view.plots.children[i] !== element) ||
      this.view.plots.children.length > wanted.length
    )
      this.view.plots.replaceChildren(...wanted)
  }

  /** @param {number} frame */
  frame(frame) {
    super.frame(frame)
    const {now, frames, generation} = this.page.player
    if (!this.visible || !frames.has(`place:${now.systems[0]}`)) return
    const route = `${generation}:${frames.count}`
    for (const system of now.systems) {
      const map = /** @type {LandscapeMap} */ (this.maps.get(system))
      const name = `place:${system}`
      if (route !== this.routed) map.route(frames.arrays[name].data.subarray(0, 2 * frames.count))
      const [u, v] = this.between(name)
      map.stand(frame, u, v)
    }
    this.routed = route
  }

  /**
   * A row between two frames, as far as the playhead is.
   * @param {string} name
   */
  between(name) {
    const {frames, position, frame, cuts} = this.page.player
    const [now, next] = [frame, Math.min(frame + 1, frames.count - 1)].map((at) => frames.row(name, at))
    const share = cuts.includes(frame + 1) ? 0 : Math.max(0, position - frame)
    return now.map((value, i) => value + share * (next[i] - value))
  }

  /** @param {number} frame */
  draw(frame) {
    const {now, frames} = this.page.player
    // Where no system has gains, both of its grounds are the same.
    this.gains.hidden = now.systems.every((system) => {
      const row = frames.row(`terrain:${system}`, frame)
      return groundOf(row, true).every((value, i) => Object.is(value, groundOf(row, false)[i]))
    })
    for (const system of now.systems) {
      const map = /** @type {LandscapeMap} */ (this.maps.get(system))
      map.show(groundOf(frames.row(`terrain:${system}`, frame), this.settled))
      if (this.page.player.playing && map.box.ariaLabel) continue // which would be read out at every frame
      const [x, y] = frames.row(`place:${system}`, frame)
      const {title} = this.page.spec.systems[system]
      const here = map.energy(x, y)
      const [u, v, energy] = [fixed(x, 2), fixed(y, 2), inDigits(here.toPrecision(3))]
      const words = Number.isNaN(here)
        ? t("Landscape of {title}, which has no energy: it stands at u = {u}, v = {v}", {title, u, v})
        : t("Landscape of {title}: it stands at u = {u}, v = {v}, energy {energy}", {title, u, v, energy})
      map.box.setAttribute("aria-label", words)
    }
  }
}

/**
 * What is at the corners of the map, of whose axes one may be missing.
 * @param {About} about
 * @param {Record<number, string>} names
 */
export function cornersInWords({target, rival, agree}, names) {
  if (agree === 1) return t("Nothing tells this target from a rival: up and down nothing changes.")
  const places = {target: names[target], rival: names[rival]}
  const pair = t("Top right: target, {target}. Bottom right: rival, {rival}. On the left their negatives.", places)
  return agree === 0 ? `${pair} ${t("One is the other's negative: left and right nothing changes.")}` : pair
}
