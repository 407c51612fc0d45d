import assert from "node:assert/strict"
import {test} from "node:test"
import {Frames} from "../../astro_dash/browser/frames.js"
import {evenly, inWords, pace} from "../../astro_dash/browser/pace.js"

/** Frames at these times. */
function at(times) {
  const frames = new Frames()
  frames.take(0, {time: {data: Float32Array.from(times), shape: [times.length]}}, true)
  return frames
}
// 80 frames for the first 0.04, 40 more for the rest up to 4
const frames = at(Array.from({length: 121}, (_, i) => (i <= 80 ? 0.0005 * i : 0.04 + 0.099 * (i - 80))))
const changed = (frame) => Array.from({length: 121}, (_, i) => Number(i >= frame))

/** Seconds that the playhead takes from one frame to another, in steps of the screen. */
function seconds(from, to, verdicts, marks = [], ended = true) {
  let position = from
  let passed = 0
  while (position < to && passed < 100) {
    position += pace(frames, verdicts, marks, position, ended).frames / 60
    passed += 1 / 60
  }
  return passed
}

test("what is decided takes four seconds, and the rest two, whatever they are in time", () => {
  assert.ok(Math.abs(seconds(0, 80, [changed(60), changed(80)]) - 4) < 0.1)
  assert.ok(Math.abs(seconds(80, 120, [changed(60), changed(80)]) - 2) < 0.1)
  assert.ok(Math.abs(seconds(0, 30, [changed(30)]) - 4) < 0.1)
})

test("a change in mid-run is a story of its own", () => {
  const twice = changed(60).map((verdict, i) => verdict + Number(i >= 110))
  assert.ok(Math.abs(seconds(0, 60, [twice], [90]) - 4) < 0.1)
  assert.ok(Math.abs(seconds(60, 90, [twice], [90]) - 2) < 0.1)
  assert.ok(Math.abs(seconds(90, 110, [twice], [90]) - 20 / 6) < 0.1) // no slower than 6 frames a second
})

test("where nothing is decided all of it counts, and where the end is not known it goes on steadily", () => {
  assert.ok(Math.abs(seconds(0, 120, [changed(0)]) - 4) < 0.1)
  assert.equal(pace(frames, [changed(0)], [], 5, false).frames, 30)
  assert.equal(pace(frames, [changed(60)], [], 70, false).frames, 30)
  assert.equal(pace(frames, [changed(60)], [], 10, false).frames, 15)
})

test("the pace says how much time passes in a second", () => {
  assert.ok(Math.abs(pace(frames, [changed(80)], [], 10, true).time - 0.01) < 1e-4)
  assert.ok(Math.abs(pace(frames, [changed(80)], [], 100, true).time - 1.98) < 1e-2)
  assert.deepEqual([0.0123, 0.5, 1.98].map(inWords), ["slow motion ×0.01", "slow motion ×0.5", "fast motion ×2"])
})

test("at even time equal times pass in equal seconds", () => {
  const places = [0, 1, 2, 3].map((s) => frames.time(evenly(frames, 10, s)))
  for (const [i, time] of places.entries()) assert.ok(Math.abs(time - (0.005 + 0.06 * i)) < 1e-5)
  assert.equal(evenly(frames, 119.5, 100), 120)
})
