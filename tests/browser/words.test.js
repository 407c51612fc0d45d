import assert from "node:assert/strict"
import {test} from "node:test"
import {span} from "../../astro_dash/browser/explore/span.js"
import {timeLeft} from "../../astro_dash/browser/explore/progress.js"
import {ofWhich} from "../../astro_dash/browser/explore/shown.js"
import {acts} from "../../astro_dash/browser/form.js"
import {rest} from "../../astro_dash/browser/live/simplex.js"
import {pixelCount, verdictWords} from "../../astro_dash/browser/live/status.js"
import {welcome} from "../../astro_dash/browser/live/welcome.js"
import {around} from "../../astro_dash/browser/pixels.js"

test("a verdict names the memory that it is about", () => {
  const say = (key, words) => verdictWords("Astrocyte-gated", {key, words, mark: ""}, "digit 7 #6", "digit 1 #2")
  assert.equal(say("recalled", "recalled"), "Astrocyte-gated recalled digit 7 #6")
  assert.equal(say("wrong", "wrong memory"), "Astrocyte-gated: wrong memory, digit 1 #2")
  assert.equal(say("mixture", "a mixture"), "Astrocyte-gated: a mixture")
  assert.deepEqual([3, 2.5, 1.04].map(pixelCount), [3, 2.5, 1])
})

test("what is left of the corners is told by the load", () => {
  assert.deepEqual([1, 2, 3, 4, 100].map(rest), [
    "no others",
    "no others",
    "the other one",
    "all 2 others",
    "all 98 others",
  ])
})

test("a choice acts where each that it is for has one of the keys", () => {
  const choice = {only_for: {system: ["modern", "dense"], patterns: ["random"]}}
  assert.ok(acts({only_for: {}}, {}))
  assert.ok(acts(choice, {system: "astro,dense", patterns: "random"}))
  assert.ok(!acts(choice, {system: "astro", patterns: "random"}))
  assert.ok(!acts(choice, {system: "modern", patterns: "digits"}))
  assert.ok(!acts(choice, {system: "modernist", patterns: "random"}))
})

test("a wide stroke takes a pixel and its neighbours, and stays in the picture", () => {
  const sorted = (pixels) => pixels.toSorted((a, b) => a - b)
  assert.deepEqual(sorted(around(4, [3, 3])), [0, 1, 2, 3, 4, 5, 6, 7, 8])
  assert.deepEqual(sorted(around(0, [3, 3])), [0, 1, 3, 4])
  assert.deepEqual(sorted(around(5, [3, 3])), [1, 2, 4, 5, 7, 8])
  assert.deepEqual(sorted(around(2, [1, 5])), [1, 2, 3])
})

test("the colours of a map go from one end of what is known to the other", () => {
  assert.deepEqual(span([1, -3, 2], true, null, false), {low: -3, high: 3})
  assert.deepEqual(span([0, 0], true, [0, 1], false), {low: -1, high: 1})
  assert.deepEqual(span([0.2, 0.4], false, [0, 1], false), {low: 0, high: 1})
  assert.deepEqual(span([0, 5], false, null, false), {low: 0, high: 5})
  assert.deepEqual(span([0], false, null, false), {low: 0, high: 1})
  const {low, high} = span([2, 8], false, null, true)
  assert.ok(low === 2 && high > 8 && high < 8.01)
})

test("of two memories, the differences come first", () => {
  const values = (systems) =>
    ofWhich({systems, titles: systems.map((key) => key.toUpperCase())}).map(([value]) => value)
  assert.deepEqual(values(["a", "b"]), ["a,b", "b,a", "a", "b"])
  assert.deepEqual(values(["a"]), ["a"])
  assert.equal(ofWhich({systems: ["a", "b"], titles: ["A", "B"]})[1][1], "B − A")
})

test("time left is told in seconds, and in minutes when it is long", () => {
  assert.deepEqual([0.2, 60, 61, 150].map(timeLeft), ["1 s left", "60 s left", "1 min left", "3 min left"])
})

test("the three lines have the numbers of the run", () => {
  const looks = {astro: {title: "Astrocyte-gated"}, attention: {title: "Linear-score attention"}}
  const say = (load, flipped, neurons) => welcome({load, flipped, neurons}, looks)
  const [stored, damaged, gated] = say(100, 13, 64)
  assert.equal(stored, "100 pictures are stored in one network.")
  assert.equal(damaged, "One of them is damaged, 13 of its 64 pixels flipped: each memory below tries to restore it.")
  assert.match(gated, /squared .* “Astrocyte-gated”|“Astrocyte-gated” .* squared/)
  assert.equal(say(1, 1, 1)[0], "1 picture is stored in one network.")
  assert.equal(say(1, 1, 1)[1], "It is damaged, 1 of its 1 pixel flipped: each memory below tries to restore it.")
  assert.equal(say(5, 0, 64)[1], "One of them is given as it is: each memory below tries to restore it.")
})
