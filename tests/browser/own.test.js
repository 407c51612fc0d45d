// Own memories on their way: strokes without gaps, thresholds, bits, and what is too much to be sent.

import assert from "node:assert/strict"
import {test} from "node:test"
import {bitsOf, fromFiles} from "../../astro_dash/browser/live/files.js"
import {between} from "../../astro_dash/browser/live/pad.js"
import {inked} from "../../astro_dash/browser/live/tray.js"

test("a stroke that moves fast has no gaps", () => {
  assert.deepEqual(between(0, 63, 8), [0, 9, 18, 27, 36, 45, 54, 63])
  assert.deepEqual(between(7, 7, 8), [7])
  for (const [from, to] of [
    [5, 1000],
    [1000, 5],
    [31, 32],
    [0, 1023],
  ]) {
    const way = between(from, to, 32)
    assert.deepEqual([way[0], way.at(-1)], [from, to])
    way.slice(1).forEach((pixel, i) => {
      const [dx, dy] = [(pixel % 32) - (way[i] % 32), Math.floor(pixel / 32) - Math.floor(way[i] / 32)]
      assert.ok(Math.max(Math.abs(dx), Math.abs(dy)) === 1)
    })
  }
})

test("what is darker than the threshold is ink, or what is lighter", () => {
  const picture = {name: "", grey: Uint8Array.of(0, 99, 100, 255), threshold: 100, inverted: false}
  assert.deepEqual([...inked(picture)], [1, 1, 0, 0])
  assert.deepEqual([...inked({...picture, inverted: true})], [0, 0, 1, 1])
})

test("patterns come as bits, each from a byte of its own on", () => {
  const bits = {data: Uint8Array.of(0b10100000, 0b10000000, 0b01011111, 0), shape: [2, 2]}
  assert.deepEqual(
    bitsOf(bits, 9).map((row) => row.join("")),
    ["101000001", "010111110"],
  )
})

test("files go one after the other, and what is too much is said before it is read", async () => {
  const files = [new File(["ab"], "a.png"), new File([], "b"), new File(["cde"], `${"x".repeat(300)}.npy`)]
  const sent = await fromFiles(files, {most_upload: 5, most_files: 3})
  assert.equal(new TextDecoder().decode(sent.data), "abcde")
  assert.deepEqual(sent.sizes, [2, 0, 3])
  assert.deepEqual([sent.names[0], sent.names[2].length, sent.names[2].slice(-4)], ["a.png", 200, ".npy"])
  const large = {size: 13e6, arrayBuffer: () => assert.fail("it is read")}
  const limits = {most_upload: 12e6, most_files: 3}
  assert.equal(await fromFiles([large], limits), "The files have 13.0 MB, but may have 12 MB together.")
  assert.equal(await fromFiles(Array(4).fill(large), limits), "The files are 4, but may be 3 at once.")
  const folder = {name: "folder", size: 0, arrayBuffer: () => Promise.reject(new Error())}
  assert.equal(await fromFiles([folder], limits), "The file folder cannot be read: it may be a folder.")
})
