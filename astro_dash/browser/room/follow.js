// The playhead of a page that follows: it plays by itself, and is put right by what the teacher's page tells now and
// then.

/** @import {Player} from "../player.js" */

const OFF_JUMP_S = 1 // so far off it jumps; less is made up for
const OFF_CATCH_S = 2 // within so long, about the time until it is told again,
const OFF_MOST = 0.3 // by going so much faster or slower

/**
 * How to make up for being off by so many frames, at so many a second: jump, or by which factor to go faster.
 * @param {number} off
 * @param {number} rate
 */
export function madeUp(off, rate) {
  const seconds = off / Math.max(rate, 1)
  if (Math.abs(seconds) > OFF_JUMP_S) return {jump: true, factor: 1}
  return {jump: false, factor: 1 + Math.max(-OFF_MOST, Math.min(OFF_MOST, seconds / OFF_CATCH_S))}
}

export class Follow {
  /** @param {Player} player */
  constructor(player) {
    this.player = player
    /** @type {Head | null} not gone by yet, since its frames are still to come */
    this.head = null
    this.going = false
  }

  /** @param {Head} head */
  take(head) {
    this.head = head
    this.player.wished = head.playing // a run that begins does so, too
    this.go()
  }

  /** Go by it, once its run and its frame are there. */
  go() {
    const {head, player} = this
    if (!head || this.going || head.generation !== player.generation || !player.frames.count) return
    this.going = true // what is drawn by it asks to go, too
    if (player.frames.count > head.position || player.atRest) this.head = null
    player.even = head.even
    if (head.playing) this.play(head)
    else this.stand(head)
    this.going = false
  }

  /** @param {Head} head */
  stand({position, speed}) {
    const {player} = this
    player.speed = speed
    if (player.playing || player.wished) player.halt()
    if (player.position !== position) player.seek(position)
  }

  /** @param {Head} head */
  play({position, speed}) {
    const {player} = this
    const {jump, factor} = madeUp(position - player.position, player._pace().frames * speed)
    if (jump) player.seek(position)
    player.speed = speed * factor
    if (!player.playing && !(player.atEnd && player.atRest)) player.play()
  }
}
