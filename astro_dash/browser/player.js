// The player owns time in the browser: it takes chunks in, plays them, and tells the page what to show.

/** @import {Figure} from "./figure.js" */
import {Frames} from "./frames.js"
import {horizon} from "./horizon.js"
import {EVEN, evenly, HOLD_S, inWords, pace} from "./pace.js"
import {Loading} from "./loading.js"
import {painted} from "./painted.js"
import {unpack} from "./packed.js"

const LONGEST_MS = 100 // that pass between two frames of the screen
const ONE_CHANGE = 8 // frames within which changes count as one
// More is asked for when the playhead comes so near to the end; most runs have come to rest by then.
const AHEAD_FRAMES = 240
const SAME = 1e-6 // of a time; they come as single floats
const LONG_MS = 1000 // a way to the end that is told of

/** @typedef {{chunk: (mode: string) => void, state: () => void, move: () => void}} Told whom the player tells */

export class Player {
  /**
   * send(message) speaks to the server; `place` is where another one was.
   * @param {(message: Message) => void} send
   * @param {Place | null} place
   * @param {Told} tells
   */
  constructor(send, place, tells) {
    const {frame = 0, wished = true, speed = 1, even = false} = place ?? {}
    this.send = send
    this.tells = tells
    this.start = frame // of the first run
    /** @type {number | null} a frame to go to once it is there */
    this.wanted = null
    /** @type {number | null} a time to go to once all is there that was changed before it */
    this.moment = null
    this.next = Infinity // the time of the next change that is known of and still to come
    this.barred = false // nothing after t = 0 may be seen
    this.frames = new Frames()
    /** @type {About | null} */
    this.about = null
    /** @type {Record<number, string>} of the patterns spoken of, by their numbers */
    this.names = {}
    /** @type {number[]} where something was changed, for the eye */
    this.marks = []
    /** @type {number[]} every frame at which other parameters began */
    this.cuts = []
    this.position = 0
    this.speed = speed
    this.even = even // time goes evenly, and not as things change
    this.held = 0 // seconds for which t = 0 has been held
    this.open = false // the page is there, and may be played on
    this.going = 0 // since when it goes to the end
    this.playing = false
    this.wished = wished // the person has not paused
    this.atRest = false // nothing more comes
    this.unsettled = false // and it still moved then
    this.horizon = 1
    this.generation = 0
    /** @type {string | null} */
    this.asked = null
    this.ticking = false
    /** @type {number | null} */
    this.ticked = null // when it last did
    this.loading = new Loading(this)
    /** @type {Figure[]} */
    this.figures = []
    this.awaits = () => false
    this.onVisible = () => this.wake()
    document.addEventListener("visibilitychange", this.onVisible)
  }

  close() {
    this.playing = false
    document.removeEventListener("visibilitychange", this.onVisible)
  }

  /** @returns {Place} where it is, or goes to */
  place() {
    const {start, wished, speed, even} = this
    return {frame: start || Math.max(0, this.wanted ?? this.frame), wished, speed, even}
  }

  /** What is told of the run that is there. */
  get now() {
    return /** @type {About} */ (this.about)
  }

  get frame() {
    return Math.min(Math.floor(this.position), this.frames.count - 1)
  }

  get time() {
    return this.frames.time(this.position)
  }

  /** The time of the last frame. */
  get reached() {
    return this.frames.time(this.frames.count - 1)
  }

  /** The last frame that may be gone to. */
  get last() {
    return this.barred ? 0 : this.frames.count - 1
  }

  get atEnd() {
    return this.position >= this.frames.count - 1
  }

  /** @param {ArrayBuffer} buffer */
  take(buffer) {
    const {header, arrays} = unpack(buffer)
    const {mode, first} = header
    if (header.systems) this.about = header
    this.names = {...(mode === "reset" ? {} : this.names), ...header.names}
    this.generation = header.generation
    this.atRest = header.at_rest
    this.unsettled = header.unsettled
    this.next = header.next ?? Infinity
    if (mode === "again") this.asked = null // a wish for more is not heard while that is made
    if (mode === "reset") this._reset()
    else if (mode === "branch") this._branch(first)
    this.frames.take(first, arrays, mode !== "again")
    if (mode === "more" && !("time" in arrays)) this.asked = null // nothing has moved; what comes then is asked for
    this.horizon = Math.max(this.horizon, this._interesting())
    this.tells.chunk(mode)
    if (mode === "reset" || mode === "branch") this.playing = this.wished
    this._approach()
    // The rest of a run would come, and be drawn, before the answer to a hand has been painted.
    if (this.wanted === null && (mode === "reset" || mode === "branch")) painted(() => this.fill())
    else this.fill()
    this.loading.after(mode)
    if (this.wanted !== null) this.position = Math.min(this.wanted, this.last)
    if (this.atRest || this.position === this.wanted) this.wanted = null
    this.draw(0)
    this.wake()
  }

  /** Go on to the moment that is wanted, which may be changed before it has come. */
  _approach() {
    if (this.moment === null) return
    const there = this.atRest || (this.reached >= this.moment * (1 - SAME) && this.next > this.moment * (1 + SAME))
    this.wanted = there ? Math.floor(this.frames.position(this.moment * (1 + SAME))) : Infinity
    if (there) this.moment = null
  }

  _reset() {
    this.frames.clear()
    this.marks = []
    this.cuts = []
    this.position = this.horizon = this.held = 0
    this.going = performance.now()
    this.wanted = this.start || null
    this.start = 0
  }

  /** @param {number} first */
  _branch(first) {
    this.cuts = this.cuts.filter((cut) => cut < first).concat(first)
    // A drag is one change: the mark moves along with it.
    this.marks = this.marks.filter((mark) => mark < first - ONE_CHANGE).concat(first)
    this.position = Math.min(this.position, Math.max(first, 0) + 1)
  }

  /** Ask for more when the playhead comes near the end, or when the end is asked for. */
  fill() {
    const here = this.frames.count + ":" + this.generation
    if (this.atRest || this.asked === here) return
    const ahead = this.frames.count - this.position
    if (ahead > AHEAD_FRAMES * Math.max(1, this.speed / 2) && this.wanted === null) return
    this.asked = here
    this.send({type: "more", generation: this.generation})
  }

  _verdicts() {
    return this.now.systems.map((system) => this.frames.trace(`verdict:${system}`))
  }

  _interesting() {
    return horizon(this._verdicts(), this.position, this.marks, this.frames)
  }

  _pace() {
    return pace(this.frames, this._verdicts(), this.marks, this.position, this.atRest)
  }

  /** How fast it plays, in words; nothing while it does not. */
  get pace() {
    if (!this.playing || !this.open) return ""
    return inWords(this.speed * (this.even ? EVEN : this._pace().time))
  }

  /** Of the way to the end, in whole percents, where it takes more than a moment. */
  get progress() {
    if (this.wanted !== Infinity || performance.now() - this.going < LONG_MS) return null
    return Math.floor((100 * this.reached) / this.now.horizon)
  }

  /** The page is there: play. */
  opens() {
    this.open = true
    this.wake()
  }

  wake() {
    if (this.playing && this.open && !this.barred && !document.hidden && this.about && !this.ticking) {
      this.ticking = true
      this.ticked = null
      requestAnimationFrame((now) => this.tick(now))
    }
  }

  /** @param {number} now */
  tick(now) {
    this.ticking = false
    if (!this.playing || this.barred || document.hidden) return
    const passed = Math.min(this.ticked === null ? 0 : now - this.ticked, LONGEST_MS)
    const before = this.position
    this._move((passed / 1000) * this.speed)
    this.fill()
    if (this.atEnd && this.atRest) this.playing = false
    // While an answer to the person's hand is awaited, the page keeps itself free for it.
    if ((this.position !== before && !this.awaits()) || !this.playing) this.draw(this.playing ? now : 0)
    if (!this.playing) this.tells.state()
    this.wake()
    this.ticked = now
  }

  /** @param {number} seconds */
  _move(seconds) {
    if (!this.even && this.position === 0 && this.held < HOLD_S) {
      this.held += seconds
      return
    }
    const {frames, position} = this
    const next = this.even ? evenly(frames, position, seconds) : position + this._pace().frames * seconds
    this.position = Math.min(next, frames.count - 1)
  }

  /**
   * Show the present position; `now` is 0 where nothing may be left out.
   * @param {number} now
   */
  draw(now) {
    if (!this.frames.count) return
    const leaves = 1.02 * this.time > this.horizon // the axes before long
    if (leaves && this.horizon < this.reached) this.horizon = this._interesting()
    for (const figure of this.figures) figure.show(this, this.position, now)
    this.tells.move()
  }

  play() {
    if (this.barred) return
    if (this.atEnd && this.atRest) this.position = this.held = 0
    this.playing = this.wished = true
    this.wanted = this.moment = null
    this.tells.state()
    this.wake()
  }

  pause() {
    this.halt()
    this.draw(0)
  }

  /** Pause, and leave what is shown to who knows better. */
  halt() {
    this.playing = this.wished = false
    this.tells.state()
  }

  toggle() {
    if (this.playing) this.pause()
    else this.play()
  }

  /** @param {number} frame */
  seek(frame) {
    if (frame !== Infinity) this.wanted = this.moment = null
    this.position = Math.max(0, Math.min(frame, this.last))
    this.fill()
    this.draw(0)
  }

  /** To the last frame, computing what is not there yet. */
  end() {
    this.pause()
    this.wanted = this.atRest || this.barred ? null : Infinity
    this.moment = null
    this.going = performance.now()
    this.seek(Infinity)
  }

  /** @param {number} by */
  step(by) {
    this.pause()
    this.seek(this.frame + by)
  }
}
