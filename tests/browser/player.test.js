import assert from "node:assert/strict"
import {test} from "node:test"

// All that the player asks of a browser; it is hidden, so that nothing plays
globalThis.document = {hidden: true, addEventListener: () => {}, removeEventListener: () => {}}
globalThis.requestAnimationFrame = () => {}
const {Player} = await import("../../astro_dash/browser/player.js")

const ABOUT = {systems: ["astro"], horizon: 8, at_rest: false, noisy: false, names: {}}

/** A chunk of so many frames of one system, as `pages/chunk.py` packs them. */
function chunk(header, count) {
  const times = 8 * Math.ceil((4 * count) / 8) // their place in the buffer
  const arrays = [
    ["verdict:astro", "i4", [count], 0],
    ["time", "f4", [count], times],
  ]
  let text = JSON.stringify({...ABOUT, generation: 1, ...header, arrays})
  text += " ".repeat((8 - (text.length % 8)) % 8)
  const buffer = new ArrayBuffer(8 + text.length + times + 4 * count)
  new DataView(buffer).setUint32(4, text.length, true)
  new Uint8Array(buffer, 8).set(new TextEncoder().encode(text))
  new Float32Array(buffer, 8 + text.length + times).set(Array.from({length: count}, (_, i) => 0.1 * (header.first + i)))
  return buffer
}

function playing() {
  const sent = []
  const told = {chunk: () => {}, state: () => {}, move: () => {}}
  const player = new Player((message) => sent.push(message), null, told)
  player.take(chunk({mode: "reset", first: 0}, 16))
  return {player, sent}
}

test("more is asked for once, and again when it has come", () => {
  const {player, sent} = playing()
  assert.deepEqual(sent, [{type: "more", generation: 1}])
  player.seek(3)
  assert.equal(sent.length, 1)
  player.take(chunk({mode: "more", first: 16}, 16))
  assert.equal(sent.length, 2)
  player.take(chunk({mode: "more", first: 32, at_rest: true}, 16))
  assert.equal(sent.length, 2)
})

test("… and after the run was told anew, during which the server hears of no wish", () => {
  const {player, sent} = playing()
  player.take(chunk({mode: "again", first: 0}, 16))
  assert.equal(sent.length, 2)
})

test("a block of steps in which nothing moved is no end: more is asked for", () => {
  const {player, sent} = playing()
  const text = JSON.stringify({...ABOUT, mode: "more", first: 16, generation: 1, arrays: []})
  const buffer = new ArrayBuffer(8 + text.length)
  new DataView(buffer).setUint32(4, text.length, true)
  new Uint8Array(buffer, 8).set(new TextEncoder().encode(text))
  player.take(buffer)
  assert.deepEqual([player.frames.count, sent.length], [16, 2])
})

test("far ahead of the playhead nothing is asked for, unless the end is wanted", () => {
  const {player, sent} = playing()
  player.take(chunk({mode: "more", first: 16}, 400))
  assert.equal(sent.length, 1)
  player.end()
  assert.equal(sent.length, 2)
  player.take(chunk({mode: "more", first: 416, at_rest: true}, 16))
  assert.equal(player.frame, 431)
})

test("a branch cuts the future off, moves the mark of a drag along, and keeps each cut", () => {
  const {player} = playing()
  player.seek(10)
  for (const [first, generation] of [
    [11, 2],
    [12, 3],
  ])
    player.take(chunk({mode: "branch", first, generation}, 16))
  assert.deepEqual([player.frames.count, player.marks, player.cuts], [28, [12], [11, 12]])
  player.take(chunk({mode: "branch", first: 5, generation: 4}, 16))
  assert.deepEqual([player.frames.count, player.frame, player.marks, player.cuts], [21, 6, [5], [5]])
})

test("a page that was left is where it was, once the frames are there", () => {
  const told = {chunk: () => {}, state: () => {}, move: () => {}}
  const player = new Player(() => {}, {frame: 20, wished: false, speed: 4, even: true}, told)
  player.take(chunk({mode: "reset", first: 0}, 16))
  assert.equal(player.frame, 15)
  player.take(chunk({mode: "more", first: 16}, 16))
  assert.deepEqual(player.place(), {frame: 20, wished: false, speed: 4, even: true})
})
