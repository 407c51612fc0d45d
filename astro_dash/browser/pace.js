// How fast the playhead goes. Time on screen follows what changes: t = 0 is held for a moment, what is decided takes a
// few seconds, and the rest two, however long they are in the run's own time.

/** @import {Frames} from "./frames.js" */
import {lastChange} from "./horizon.js"
import {t} from "./words.js"

export const HOLD_S = 1
const DECISION_S = 4
const REST_S = 2
const STEADY = 30 // frames a second where it is not known how it ends
const SLOWEST = 6
export const EVEN = 0.06 // of the run's time a second, at even time

/** @typedef {{frames: number, time: number}} Pace so many frames, and how much of the run's time, a second */

/**
 * @param {Frames} frames
 * @param {ArrayLike<number>[]} verdicts
 * @param {number[]} marks
 * @param {number} position
 * @param {boolean} ended whether all frames are there
 * @returns {Pace}
 */
export function pace(frames, verdicts, marks, position, ended) {
  const end = frames.count - 1
  const start = marks.filter((mark) => mark <= position).pop() ?? 0
  const until = marks.find((mark) => mark > position) ?? end
  const changes = verdicts.map((verdict) => lastChange(verdict, start, until))
  const changed = Math.max(start, ...changes)
  const decided = changed > start ? changed : until
  const within = position < decided
  const [from, to, seconds] = within ? [start, decided, DECISION_S] : [decided, until, REST_S]
  const known = ended || (within && decided < end)
  const a = known ? Math.max((to - from) / seconds, SLOWEST) : STEADY
  const each = (frames.time(to) - frames.time(from)) / Math.max(1, to - from)
  return {frames: a, time: a * each}
}

/**
 * The same where time goes evenly.
 * @param {Frames} frames
 * @param {number} position
 * @param {number} seconds
 */
export function evenly(frames, position, seconds) {
  return frames.position(frames.time(position) + EVEN * seconds)
}

/**
 * A pace in words: how much of the run's time, in its own unit, passes in a second.
 * @param {number} time
 */
export function inWords(time) {
  const times = Number(time.toPrecision(1))
  return time < 1 ? t("slow motion ×{times}", {times}) : t("fast motion ×{times}", {times})
}
