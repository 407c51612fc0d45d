import assert from "node:assert/strict"
import {test} from "node:test"
import {beads, stretches, strided} from "../../astro_dash/browser/feeds.js"
import {Figure, ramp} from "../../astro_dash/browser/figure.js"

test("points lie one after another in an array", () => {
  const points = Float32Array.of(1, 2, 3, 4, 5, 6)
  assert.deepEqual([...strided(points, 2, 0)], [1, 3, 5])
  assert.deepEqual([...strided(points, 2, 1)], [2, 4, 6])
})

test("a trace jumps where a parameter changed, and has no gap in time", () => {
  assert.deepEqual(stretches([0, 1, 2], [5, 4, 9], [2]), {x: [0, 1, 2, 2, 2], y: [5, 4, 4, NaN, 9]})
  assert.deepEqual(stretches([0, 1], [5, 4], [0]), {x: [0, 1], y: [5, 4]})
  assert.deepEqual(stretches([0, 1], [5, 4], []), {x: [0, 1], y: [5, 4]})
})

test("beads lie on their line, evenly over the axis, whatever its frames", () => {
  const even = beads([0, 1, 2, 3, 4], [0, 2, 4, 6, 8], 4, 0.5)
  const uneven = beads([0, 0.1, 3.9, 4], [0, 0.2, 7.8, 8], 4, 0.5)
  assert.deepEqual(even.x, [0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75])
  assert.deepEqual(uneven.x, even.x)
  even.y.forEach((y, i) => assert.ok(Math.abs(y - 2 * even.x[i]) < 1e-9 && Math.abs(uneven.y[i] - y) < 1e-9))
})

test("a line that ends before its axis has beads as far as it goes", () => {
  assert.deepEqual(beads([0, 1], [5, 5], 4, 0.5), {x: [0.25, 0.75], y: [5, 5]})
  assert.deepEqual(beads([0], [5], 4, 0.5), {x: [], y: []})
  assert.deepEqual(beads([], [], 4, 0), {x: [], y: []})
})

test("a ramp goes from one colour to the other", () => {
  const colours = ramp("#000000", "#ff8001")
  assert.equal(colours.length, 256)
  assert.deepEqual([colours[0], colours[255]], ["#000000", "#ff8001"])
  assert.deepEqual(ramp("#102030", "#102030"), new Array(256).fill("#102030"))
})

test("a line that is shown is fitted in, and goes out again", () => {
  const feeds = [
    {feed: "trace", array: "free", source: "s"},
    {feed: "fit", arrays: ["energy"]},
  ]
  const figure = new Figure({item: null, feeds}, null)
  const line = {data_source: {name: "s"}, visible: false}
  const other = {data_source: {name: "t"}, visible: true}
  figure.view = {model: {renderers: [line, other]}}
  figure.toggle("free", true)
  assert.deepEqual([line.visible, other.visible, feeds[1].arrays], [true, true, ["energy", "free"]])
  figure.toggle("free", false)
  assert.deepEqual([line.visible, other.visible, feeds[1].arrays], [false, true, ["energy"]])
})
