// The feeds that keep figures up to date; pages/live/views/base.py says what each means.

/** @import {Figure} from "./figure.js" */
/** @import {Player} from "./player.js" */
import {h} from "./dom.js"

const MOST_IMAGES_A_SECOND = 30
const EARLY_MS = 4 // a frame of the screen that comes so little too early will do
const MARGIN = 0.06 // of a range, over and under what it holds
const BEADS = 8 // on a line over its axis

/**
 * An image of Bokeh's kind, top row first turned to bottom row first.
 * @param {any} old
 * @param {Data} data
 * @param {number} rows
 * @param {number} columns
 */
function image(old, data, rows, columns) {
  const flipped = new Uint8Array(data.length)
  for (let r = 0; r < rows; r++) flipped.set(data.subarray(r * columns, (r + 1) * columns), (rows - 1 - r) * columns)
  return new old.constructor(flipped.buffer, [rows, columns], "uint8")
}

/**
 * @param {Figure} figure
 * @param {Feed} feed
 * @param {Player} run
 * @param {Data} data
 */
function setImage(figure, feed, run, data) {
  const [rows, columns] = run.now.grid
  figure.set(feed.source, {image: [image(figure.model(feed.source).data.image[0], data, rows, columns)]})
}

/**
 * Every `width`-th value from `part` on, as points (x, y) lie in one array.
 * @param {Data} data
 * @param {number} width
 * @param {number} part
 */
export function strided(data, width, part) {
  const out = new Float32Array(data.length / width)
  for (let i = 0; i < out.length; i++) out[i] = data[i * width + part]
  return out
}

/**
 * A trace that starts a new stretch at each cut, which is the moment of a change and has what is after it. What was
 * before it is drawn on to there as it was last known, so that no time is left out.
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @param {number[]} cuts
 */
export function stretches(x, y, cuts) {
  /** @type {{x: number[], y: number[]}} */
  const drawn = {x: [], y: []}
  for (let i = 0; i < y.length; i++) {
    if (i > 0 && cuts.includes(i)) {
      drawn.x.push(x[i], x[i])
      drawn.y.push(y[i - 1], NaN)
    }
    drawn.x.push(x[i])
    drawn.y.push(y[i])
  }
  return drawn
}

/**
 * A few points of a line, evenly along the axis: by their marks it is told from others without its colour.
 * @param {ArrayLike<number>} x rising
 * @param {ArrayLike<number>} y
 * @param {number} end of the axis, which begins at 0
 * @param {number} share of what lies between two, by which they are moved on
 */
export function beads(x, y, end, share) {
  /** @type {{x: number[], y: number[]}} */
  const drawn = {x: [], y: []}
  let i = 1
  for (let k = 0; k < BEADS; k++) {
    const at = ((k + share) / BEADS) * end
    while (i < x.length && x[i] < at) i++
    if (i >= x.length) break
    drawn.x.push(at)
    drawn.y.push(y[i - 1] + ((at - x[i - 1]) / (x[i] - x[i - 1])) * (y[i] - y[i - 1]))
  }
  return drawn
}

/** @type {Record<string, (figure: Figure, feed: Feed, run: Player) => void>} after a chunk: what shows the whole run */
export const LOAD = {
  trace(figure, feed, run) {
    if (!run.frames.has(feed.array)) return figure.set(feed.source, {x: [], y: []})
    const y = run.frames.trace(feed.array)
    const x = run.frames.trace("time").slice()
    // The energy jumps where a parameter changed; what is of one system does not.
    if (feed.array.includes(":") || !run.cuts.length) figure.set(feed.source, {x, y: y.slice()})
    else figure.set(feed.source, stretches(x, y, run.cuts))
  },

  beads(_figure, feed) {
    feed.shown = null
  },

  path(figure, feed, run) {
    if (!run.frames.has(feed.array)) return
    const points = run.frames.arrays[feed.array].data.subarray(0, 2 * run.frames.count)
    figure.set(feed.source, {x: strided(points, 2, 0), y: strided(points, 2, 1)})
  },

  picture(figure, feed, run) {
    const picture = run.frames.pictures[feed.array]
    const key = picture && run.now.grid + ":" + picture.data
    if (!picture || feed.key === key) return
    feed.key = key
    setImage(figure, feed, run, picture.data)
  },

  marks(figure, feed, run) {
    figure.set(feed.source, {x: run.marks.map((frame) => run.frames.time(frame))})
  },

  fit(figure, feed, run) {
    let low = Infinity
    let high = -Infinity
    for (const name of feed.arrays) {
      if (!run.frames.has(name)) continue
      for (const value of run.frames.trace(name)) {
        if (value < low) low = value
        if (value > high) high = value
      }
    }
    if (low > high) return
    const margin = MARGIN * (high - low) || MARGIN * Math.abs(high) || 1
    figure.model(feed.range).setv({start: low - margin, end: high + margin})
  },
}

/** @type {Record<string, (figure: Figure, feed: Feed, run: Player, position: number, now: number) => void>}
 *  at a position in frames, which may lie between two */
export const SHOW = {
  row(figure, feed, run, position) {
    const frame = Math.min(Math.floor(position), run.frames.count - 1)
    const next = Math.min(frame + 1, run.frames.count - 1)
    /** @type {Record<string, Data>} */
    const columns = {}
    for (const [column, [name, part]] of Object.entries(feed.columns)) {
      if (!run.frames.has(name)) return
      const a = run.frames.row(name, frame)
      const b = run.frames.row(name, next)
      const share = feed.jumps || run.cuts.includes(next) ? 0 : position - frame
      const mixed = share > 0 ? a.map((v, i) => v + share * (b[i] - v)) : a.slice()
      columns[column] = part === undefined ? mixed : strided(mixed, 2, part)
    }
    const key = feed.jumps ? frame : position
    if (feed.shown === key && figure.frame !== null) return
    feed.shown = key
    figure.frame = frame
    figure.set(feed.source, columns)
  },

  tail(figure, feed, run, position) {
    if (!run.frames.has(feed.array)) return
    const end = Math.floor(position)
    const first = Math.max(0, end - feed.frames)
    const points = run.frames.arrays[feed.array].data.subarray(2 * first, 2 * (end + 1))
    const [x, y] = [0, 1].map((part) => strided(points, 2, part))
    const length = Math.max(0, end - first)
    const alpha = Float32Array.from({length}, (_, i) => (i + 1 + feed.frames - end + first) / feed.frames)
    const segments = {x0: x.subarray(0, -1), y0: y.subarray(0, -1), x1: x.subarray(1), y1: y.subarray(1)}
    figure.set(feed.source, {...segments, alpha})
  },

  image(figure, feed, run, position, now) {
    const frame = Math.floor(position)
    if (feed.shown === frame && figure.frame !== null) return
    if (now && now - (feed.drawn ?? 0) < 1000 / MOST_IMAGES_A_SECOND - EARLY_MS) return
    feed.shown = figure.frame = frame
    feed.drawn = now
    setImage(figure, feed, run, run.frames.row(feed.array, frame))
  },

  beads(figure, feed, run) {
    if (feed.shown === run.horizon) return
    feed.shown = run.horizon
    /** @type {Record<"x" | "y" | "mark" | "colour", any[]>} */
    const all = {x: [], y: [], mark: [], colour: []}
    feed.of.forEach(([source, mark, colour], i) => {
      const line = figure.model(source).data
      const {x, y} = beads(line.x, line.y, run.horizon, (i + 0.5) / feed.of.length)
      all.x.push(...x)
      all.y.push(...y)
      all.mark.push(...x.map(() => mark))
      all.colour.push(...x.map(() => colour))
    })
    figure.set(feed.source, all)
  },

  now(figure, feed, run, position) {
    // Over the plot, not in it: a figure with a moved annotation paints all of itself again.
    figure.veil ??= figure.element.appendChild(h("div", {class: "veil"}))
    const {left, top, right, bottom} = figure.view.frame.bbox
    const {width, height} = figure.view.bbox
    const {start, end} = figure.model(feed.range)
    const at = Math.max(0, Math.min(1, (run.frames.time(position) - start) / (end - start)))
    const inset = `${top}px ${width - right}px ${height - bottom}px ${left}px` // which holds in another window
    figure.veil.style.cssText = `inset:${inset};--at:${(100 * at).toFixed(2)}%`
  },

  time(figure, feed, run) {
    figure.model(feed.range).end = run.horizon
  },
}
