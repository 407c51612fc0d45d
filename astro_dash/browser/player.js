// The player owns time in the browser: it takes chunks in, plays them, and tells everyone what to show.

const FRAMES_A_SECOND = 30
const ONE_CHANGE = 20 // frames within which changes count as one
const AHEAD_FRAMES = 240 // more is asked for when the playhead comes so near to the end; most runs have come to rest by then
const LOAD_MS = 200 // whole traces are drawn again no more often than this while more frames come in

class Player {
  /** send(message) speaks to the server; listeners are told of "chunk" and "move". `place` is where another one was. */
  constructor(send, place) {
    const {frame = 0, wished = true, speed = 1} = place ?? {}
    this.send = send
    this.start = frame // of the first run
    this.wanted = null // a frame to go to once it is there
    this.frames = new Frames()
    this.about = null
    this.names = {} // of the patterns spoken of, by their numbers
    this.marks = [] // where something was changed, for the eye
    this.cuts = [] // every frame at which other parameters began
    this.position = 0
    this.speed = speed
    this.playing = false
    this.wished = wished // the person has not paused
    this.atRest = false
    this.horizon = 1
    this.generation = 0
    this.plots = []
    this.awaits = () => false
    this.listeners = []
    this.onVisible = () => this.wake()
    document.addEventListener("visibilitychange", this.onVisible)
  }

  close() {
    this.playing = false
    document.removeEventListener("visibilitychange", this.onVisible)
  }

  place() {
    return {frame: Math.max(0, this.frame), wished: this.wished, speed: this.speed}
  }

  get frame() {
    return Math.min(Math.floor(this.position), this.frames.count - 1)
  }

  get time() {
    return this.position * (this.about?.dt ?? 0)
  }

  get atEnd() {
    return this.position >= this.frames.count - 1
  }

  take(buffer) {
    const {header, arrays} = unpack(buffer)
    const {mode, first} = header
    if (header.systems) this.about = header
    this.names = {...(mode === "reset" ? {} : this.names), ...header.names}
    this.generation = header.generation
    this.atRest = header.at_rest
    if (mode === "reset") {
      this.frames.clear()
      this.marks = []
      this.cuts = []
      this.position = this.horizon = 0
      this.wanted = this.start || null
      this.start = 0
    } else if (mode === "branch") {
      this.cuts = this.cuts.filter((cut) => cut < first).concat(first)
      // A drag is one change: the mark moves along with it.
      this.marks = this.marks.filter((mark) => mark < first - ONE_CHANGE).concat(first)
      this.position = Math.min(this.position, Math.max(first, 0) + 1)
    }
    this.frames.take(first, arrays, mode !== "again")
    this.horizon = Math.max(this.horizon, this._interesting())
    this.tell("chunk", mode)
    if (mode === "reset" || mode === "branch") this.playing = this.wished
    this.fill()
    this._load(mode)
    if (this.wanted !== null) this.position = Math.min(this.wanted, this.frames.count - 1)
    if (this.atRest || this.position === this.wanted) this.wanted = null
    this.draw(0)
    this.wake()
  }

  /** The plots of the whole run: after a change the quick ones now and those over time a moment later, so that the answer
   *  is seen at once; while more frames come in, now and then. */
  _load(mode) {
    if (mode === "again" || this.atRest && mode === "more") return this._loadAll()
    if (mode === "more") {
      this.loading ??= setTimeout(() => this._loadAll(), LOAD_MS)
      return
    }
    for (const plot of this.plots) if (!plot.overTime) plot.load(this)
    clearTimeout(this.loading)
    this.loading = -1
    requestAnimationFrame(() => setTimeout(() => this.loading === -1 && this._loadAll((plot) => plot.overTime)))
  }

  _loadAll(wanted = () => true) {
    clearTimeout(this.loading)
    this.loading = null
    for (const plot of this.plots) if (wanted(plot)) plot.load(this)
    this.draw(0)
  }

  /** Ask for more when the playhead comes near the end, or when the end is asked for. */
  fill() {
    if (this.atRest || this.asked === this.frames.count + ":" + this.generation) return
    const ahead = this.frames.count - this.position
    if (ahead > AHEAD_FRAMES * Math.max(1, this.speed / 2) && this.wanted === null) return
    this.asked = this.frames.count + ":" + this.generation
    this.send({type: "more", generation: this.generation})
  }

  /** End of the time axes: beyond the last change of what any state is called, and beyond the playhead. */
  _interesting() {
    let last = 20
    for (const system of this.about.systems) {
      const verdict = this.frames.trace(`verdict:${system}`)
      for (let i = verdict.length - 1; i > last; i--) {
        if (verdict[i] !== verdict[i - 1]) {
          last = i
          break
        }
      }
    }
    const frames = Math.max(1.3 * last, 1.15 * this.position, ...this.marks.map((mark) => 1.3 * mark + 30))
    const time = frames * this.about.dt
    const unit = 10 ** Math.floor(Math.log10(time))
    return unit * [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * unit >= time * 0.999)
  }

  wake() {
    if (this.playing && !document.hidden && this.about && !this.ticking) {
      this.ticking = true
      this.last = null
      requestAnimationFrame((now) => this.tick(now))
    }
  }

  tick(now) {
    this.ticking = false
    if (!this.playing || document.hidden) return
    const passed = Math.min(this.last === null ? 0 : now - this.last, 100)
    const before = this.position
    this.position = Math.min(this.position + (passed / 1000) * FRAMES_A_SECOND * this.speed, this.frames.count - 1)
    this.fill()
    if (this.atEnd && this.atRest) this.playing = false
    // While an answer to the person's hand is awaited, the page keeps itself free for it.
    if ((this.position !== before && !this.awaits()) || !this.playing) this.draw(this.playing ? now : 0)
    if (!this.playing) this.tell("state")
    this.wake()
    this.last = now
  }

  /** Show the present position; `now` is 0 where nothing may be left out. */
  draw(now) {
    if (!this.frames.count) return
    if (1.02 * this.time > this.horizon && this.horizon < this.frames.count * this.about.dt) this.horizon = this._interesting()
    for (const plot of this.plots) plot.show(this, this.position, now)
    this.tell("move", now)
  }

  play() {
    if (this.atEnd && this.atRest) this.position = 0
    this.playing = this.wished = true
    this.wanted = null
    this.tell("state")
    this.wake()
  }

  pause() {
    this.playing = this.wished = false
    this.tell("state")
    this.draw(0)
  }

  toggle() {
    this.playing ? this.pause() : this.play()
  }

  seek(frame) {
    if (frame !== Infinity) this.wanted = null
    this.position = Math.max(0, Math.min(frame, this.frames.count - 1))
    this.fill()
    this.draw(0)
  }

  /** To the last frame, computing up to rest what is not there yet; with dynamical noise, to the last one there is. */
  end() {
    this.pause()
    this.wanted = this.atRest || this.about.noisy ? null : Infinity
    this.seek(Infinity)
  }

  step(by) {
    this.pause()
    this.seek(this.frame + by)
  }

  tell(what, detail) {
    for (const listener of this.listeners) listener(what, detail)
  }
}
