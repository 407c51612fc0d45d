// A class: the playhead of who follows, what a teacher's page tells, and the bars.

import assert from "node:assert/strict"
import {test} from "node:test"

import {pollShare} from "../../astro_dash/browser/room/bars.js"
import {Follow, madeUp} from "../../astro_dash/browser/room/follow.js"
import {tells} from "../../astro_dash/browser/room/telling.js"

test("a little is made up for by pace, and much by a jump", () => {
  assert.deepEqual(madeUp(0, 30), {jump: false, factor: 1})
  assert.deepEqual(madeUp(31, 30), {jump: true, factor: 1})
  assert.deepEqual(madeUp(-31, 30), {jump: true, factor: 1})
  for (const off of [-29, -5, 5, 29]) {
    const {jump, factor} = madeUp(off, 30)
    assert.ok(!jump && Math.sign(factor - 1) === Math.sign(off) && Math.abs(factor - 1) < 0.31)
  }
  assert.equal(madeUp(15, 30).factor - 1, 15 / 30 / 2) // two seconds at this pace, and it is there
})

/** A player of so many frames, whose pace is 30 a second. */
function player(count, more = {}) {
  return {
    generation: 4,
    frames: {count},
    atRest: false,
    position: 0,
    speed: 1,
    even: false,
    playing: true,
    wished: true,
    atEnd: false,
    _pace: () => ({frames: 30}),
    halt() {
      this.playing = this.wished = false
    },
    play() {
      this.playing = this.wished = true
    },
    seek(position) {
      this.position = Math.min(position, this.frames.count - 1)
    },
    ...more,
  }
}
const head = {position: 12.25, playing: false, speed: 2, even: true, generation: 4}

test("a teacher's frame is the class's frame", () => {
  const one = player(40)
  new Follow(one).take(head)
  assert.deepEqual([one.position, one.playing, one.wished, one.speed, one.even], [12.25, false, false, 2, true])
})

test("what is told of frames or of a run that are still to come is gone by once they are there", () => {
  const early = player(5)
  const follow = new Follow(early)
  follow.take(head)
  assert.equal(early.position, 4)
  early.frames.count = 40
  follow.go()
  assert.equal(early.position, 12.25)
  follow.take({...head, generation: 5, position: 3})
  assert.equal(early.position, 12.25)
  early.generation = 5
  follow.go()
  assert.equal(early.position, 3)
  early.position = 20
  follow.go() // once
  assert.equal(early.position, 20)
})

test("it plays on with the class, but not from the end to the start", () => {
  const one = player(100, {playing: false, position: 10})
  new Follow(one).take({...head, playing: true})
  assert.ok(one.playing && one.position === 10 && one.speed > 2 && one.speed < 2.6)
  const over = player(100, {playing: false, position: 99, atEnd: true, atRest: true})
  new Follow(over).take({...head, playing: true, position: 98})
  assert.ok(!over.playing && over.position === 99)
  new Follow(over).take({...head, playing: true, position: 2})
  assert.equal(over.position, 2)
})

test("what the teacher does is told at once, and playing now and then", () => {
  const playing = {...head, playing: true}
  assert.ok(tells(null, head, 0))
  assert.ok(!tells(head, {...head}, 1e6))
  assert.ok(!tells(head, {...head, position: 13}, 50) && tells(head, {...head, position: 13}, 150))
  for (const change of [{speed: 1}, {even: false}, {generation: 5}, {playing: true}])
    assert.ok(tells(head, {...head, ...change}, 150))
  assert.ok(!tells(playing, {...playing, position: 30}, 1000) && tells(playing, {...playing, position: 30}, 2100))
  assert.ok(tells(playing, {...playing, position: 0}, 150)) // back to the start
})

test("shares in words", () => {
  assert.equal(pollShare(0, 0), "0")
  assert.equal(pollShare(12, 28), "12 · 43 %")
})
