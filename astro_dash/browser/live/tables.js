// The numbers of each view, as a table: of the whole run or, of pictures, of the frame on the page.

/** @import {Live} from "./index.js" */
/** @import {View} from "./view.js" */
import {participation} from "./wiring.js"

const SHADES_OF_RATE = 127.5 // of a picture, on either side of a rate of 0

/** @typedef {{heads: string[], rows: (string | number)[][]}} Table */

/**
 * All frames, with their times: columns by name, each a function of the frame.
 * @param {Live} page
 * @param {Record<string, (frame: number) => string | number>} columns
 * @returns {Table}
 */
function overTime({player: {frames}}, columns) {
  const each = Object.values(columns)
  const rows = Array.from({length: frames.count}, (_, i) => [frames.value("time", i), ...each.map((of) => of(i))])
  return {heads: ["time", ...Object.keys(columns)], rows}
}

/**
 * The arrays of one number a frame that feed a view's figures.
 * @param {Live} page
 * @param {View} view
 */
function traces(page, view) {
  const {frames} = page.player
  const names = view.figures.flatMap(({feeds}) => feeds.filter(({feed}) => feed === "trace").map(({array}) => array))
  const there = [...new Set(names)].filter((name) => frames.has(name))
  const columns = there.map((name) => [name.replace(":", " of "), (/** @type {number} */ i) => frames.value(name, i)])
  return overTime(page, Object.fromEntries(columns))
}

/** @param {Live} page */
function pixels(page) {
  const {now, frames, frame} = page.player
  const [, columns] = now.grid
  const rate = (/** @type {number} */ shade) => Number((shade / SHADES_OF_RATE - 1).toFixed(3))
  const images = [frames.pictures["picture:target"].data, frames.pictures["picture:cue"].data]
  images.push(...now.systems.map((system) => frames.row(`image:${system}`, frame)))
  const rows = Array.from(images[0], (_, i) => [
    Math.floor(i / columns),
    i % columns,
    ...images.map((of) => rate(of[i])),
  ])
  return {heads: ["row", "column", "target", "cue", ...now.systems], rows}
}

/** @param {Live} page */
function gains(page) {
  const {now, frames, frame, names} = page.player
  const [gain, attention] = ["gain", "attention"].map((name) => frames.row(name, frame))
  const places = now.shown.map((pattern, i) => [names[pattern], gain[i], attention[i]])
  const last = gain.length - 1
  const others = now.load > now.shown.length ? [["all others", gain[last], attention[last]]] : []
  return {heads: ["memory", "gain", "attention"], rows: /** @type {(string | number)[][]} */ ([...places, ...others])}
}

/** @param {Live} page */
function triangle(page) {
  const {frames} = page.player
  const height = Math.sqrt(3) / 2
  // The shares of the corners: a point's weights of (0, 0), (1, 0) and (1/2, height)
  const third = (/** @type {number} */ i, name = "now") => frames.row(name, i)[1] / height
  const second = (/** @type {number} */ i, name = "now") => frames.row(name, i)[0] - third(i, name) / 2
  /** @type {Record<string, (frame: number) => number>} */
  const columns = {}
  for (const [words, name] of [
    ["gains", "now"],
    ["attention", "aim"],
  ]) {
    columns[`${words} left`] = (i) => 1 - second(i, name) - third(i, name)
    columns[`${words} right`] = (i) => second(i, name)
    columns[`${words} top`] = (i) => third(i, name)
  }
  columns["off the corners"] = (i) => frames.value("off", i)
  return overTime(page, columns)
}

/** @param {Live} page */
function wiring(page) {
  const {frames} = page.player
  if (!frames.has("wiring")) return overTime(page, {})
  return overTime(page, {"memories in the wiring": (i) => participation(frames.row("wiring", i))})
}

/** @param {Live} page */
function ways(page) {
  const {frames, now} = page.player
  /** @type {Record<string, (frame: number) => number>} */
  const columns = {}
  for (const system of now.systems.filter((key) => frames.has(`place:${key}`))) {
    columns[`u of ${system}`] = (i) => frames.row(`place:${system}`, i)[0]
    columns[`v of ${system}`] = (i) => frames.row(`place:${system}`, i)[1]
  }
  return overTime(page, columns)
}

// By the view's key; of the others, what their lines are of
/** @type {Record<string, (page: Live, view: View) => Table>} */
const TABLES = {retrieval: pixels, attention: gains, simplex: triangle, connectivity: wiring, landscape: ways}

/**
 * @param {Live} page
 * @param {View} view
 */
export const table = (page, view) => (TABLES[view.key] ?? traces)(page, view)
