// Where the time axes end.

/** @import {Frames} from "./frames.js" */

const FEWEST = 20 // frames that are always shown
const AFTER_CHANGE = 1.3 // times what leads to the last change of a verdict, or to a mark
const AFTER_MARK = 30 // frames
const AFTER_PLAYHEAD = 1.15
const ENDS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10] // of an axis, in its own unit
const CLOSE = 0.999 // so much of the time will do
const LEAST = 1e-9 // of all times

/**
 * The last frame, beyond one and up to another, at which what a state is called changes.
 * @param {ArrayLike<number>} verdict
 * @param {number} least
 * @param {number} [most]
 */
export function lastChange(verdict, least, most = verdict.length - 1) {
  for (let i = most; i > least; i--) if (verdict[i] !== verdict[i - 1]) return i
  return least
}

/**
 * A round time beyond the last change of what any state is called, the marks and the playhead.
 * @param {ArrayLike<number>[]} verdicts
 * @param {number} position in frames
 * @param {number[]} marks frames
 * @param {Frames} frames whose times these are
 */
export function horizon(verdicts, position, marks, frames) {
  const last = verdicts.reduce((least, verdict) => lastChange(verdict, least), FEWEST)
  const at = (/** @type {number} */ frame) => frames.time(frame)
  const beyond = marks.map((mark) => AFTER_CHANGE * at(mark) + at(mark + AFTER_MARK) - at(mark))
  const time = Math.max(LEAST, AFTER_CHANGE * at(last), AFTER_PLAYHEAD * at(position), ...beyond)
  const unit = 10 ** Math.floor(Math.log10(time))
  return unit * (ENDS.find((end) => end * unit >= time * CLOSE) ?? ENDS[ENDS.length - 1])
}
