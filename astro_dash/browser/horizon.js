// Where the time axes end.

const FEWEST = 20 // frames that are always shown
const AFTER_CHANGE = 1.3 // times what leads to the last change of a verdict, or to a mark
const AFTER_MARK = 30 // frames
const AFTER_PLAYHEAD = 1.15
const ENDS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10] // of an axis, in its own unit
const CLOSE = 0.999 // so much of the time will do

/**
 * The last frame, beyond the first few, at which what a state is called changes.
 * @param {ArrayLike<number>} verdict
 * @param {number} least
 */
function lastChange(verdict, least) {
  for (let i = verdict.length - 1; i > least; i--) if (verdict[i] !== verdict[i - 1]) return i
  return least
}

/**
 * A round time beyond the last change of what any state is called, the marks and the playhead (in frames).
 * @param {ArrayLike<number>[]} verdicts
 * @param {number} position
 * @param {number[]} marks
 * @param {number} dt
 */
export function horizon(verdicts, position, marks, dt) {
  const last = verdicts.reduce((least, verdict) => lastChange(verdict, least), FEWEST)
  const beyond = marks.map((mark) => AFTER_CHANGE * mark + AFTER_MARK)
  const time = Math.max(AFTER_CHANGE * last, AFTER_PLAYHEAD * position, ...beyond) * dt
  const unit = 10 ** Math.floor(Math.log10(time))
  return unit * (ENDS.find((end) => end * unit >= time * CLOSE) ?? ENDS[ENDS.length - 1])
}
