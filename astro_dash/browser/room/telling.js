// What a teacher's page tells its class of where it is: at once what the person does, and now and then while it plays.

/** @import {Page} from "../page.js" */
/** @import {Player} from "../player.js" */

const TELL_BEAT_MS = 2000 // while it plays
const TELL_LEAST_MS = 100 // between two
const TELL_LOOK_MS = 250 // what has changed by itself, or elsewhere on the page, is seen

/**
 * Whether a class must be told: so many milliseconds after it was told of the first, the second is.
 * @param {Head | null} told
 * @param {Head} head
 * @param {number} passed
 */
export function tells(told, head, passed) {
  if (!told) return true
  if (passed < TELL_LEAST_MS) return false
  const same = ["playing", "speed", "even", "generation"].every(
    (name) => Reflect.get(told, name) === Reflect.get(head, name),
  )
  if (!same) return true
  return head.playing ? passed >= TELL_BEAT_MS || head.position < told.position : head.position !== told.position
}

export class Telling {
  /** @param {Page} page */
  constructor(page) {
    this.page = page
    /** @type {Head | null} */
    this.told = null
    this.at = 0
    this.shown = ""
    this.timer = 0
  }

  /** All anew, from now on. */
  start() {
    this.stop()
    this.told = null
    this.shown = ""
    this.timer = setInterval(() => this.look(), TELL_LOOK_MS)
    this.look()
  }

  stop() {
    clearInterval(this.timer)
    this.timer = 0
  }

  look() {
    const {player, guise, line} = this.page
    if (!this.timer || line.state !== "open") return
    if (player) {
      if (!player.frames.count) return
      this.head(player)
    }
    const {room, ...shown} = guise.shown
    const text = JSON.stringify(shown)
    if (text === this.shown) return
    this.shown = text
    this.page.send({type: "room_shown", shown})
  }

  /** @param {Player} player */
  head({position, playing, speed, even, generation}) {
    const head = {position, playing, speed, even, generation}
    const now = performance.now()
    if (tells(this.told, head, now - this.at)) {
      this.told = head
      this.at = now
      this.page.line.whisper({type: "room_head", ...head})
    }
  }
}
