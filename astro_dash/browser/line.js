// The line to the server: what is said over it, what is kept while it is cut, and the way back.

/** @import {Page} from "./page.js" */
import {address, SERVED} from "./address.js"
import {Banner} from "./banner.js"
import {focused} from "./dom.js"
import {t} from "./words.js"

const DOUBT_MS = 2500 // so long without an answer, and the server is asked whether it is there,
const PATIENCE_MS = 2500 // which it says while it computes, too
const WAITS_MS = [300, 1000, 2000, 3000, 4000] // from try to try,
const SPREAD = 0.4 // 20 % more or less, so that a class does not come at once
const TRY_MS = 4000 // and so long a try may take
const BAD_GATEWAY = 500 // and above: a proxy answers, and the server does not
const PASSING = ["ready", "resume", "more"] // said anew when the line is back

export class Line {
  /**
   * `state` is "open"; "cut" when the socket is closed; "silent" when nothing comes; "left" when the page is loaded
   * anew, which finds in `place` where it was.
   * @param {any} model
   * @param {HTMLElement} element
   */
  constructor(model, element) {
    const before = (SERVED && history.state?.line) || {}
    this.model = model
    this.element = element
    /** @type {Page} */
    this.page = /** @type {any} */ (null) // which is made with this line
    this.state = "open"
    /** @type {Message[]} */
    this.kept = before.kept ?? []
    /** @type {Place | null} */
    this.place = before.place ?? null
    /** @type {object} what goes with the first message, since no address has room for it */
    this.brings = before.brings ?? {}
    this.back = "kept" in before // the page was loaded anew, and is to be as it was
    /** @type {Message[]} */
    this.unanswered = []
    this.heard = false
    this.leaving = false // the server has said that it stops for a moment
    this.tries = this.elsewhere = this.began = 0
    /** @type {any} */
    this.connection = null
    /** @type {number | undefined} */
    this.timer = undefined
    this.ended = new AbortController()
    this.banner = new Banner(() => this.attempt())
    if (SERVED) history.replaceState(null, "")
    this.listen()
  }

  listen() {
    const {signal} = this.ended
    const {document: session, instance} = this.model
    session.on_event(
      "connection_lost",
      (/** @type {any} */ _, /** @type {any} */ {connection}) => signal.aborted || this.lost(connection.deref()),
    )
    session.on_event("client_reconnected", () => this.state === "cut" && this.restored())
    // In the session that this page is of, all is as it was, and stays; a new one knows nothing of it.
    if (SERVED) {
      session.replace_with_json = (/** @type {any} */ json) => JSON.stringify(json).includes(instance) || this.reload()
    }
    for (const event of ["online", "offline", "pageshow"]) addEventListener(event, () => this.check(), {signal})
    document.addEventListener("visibilitychange", () => document.hidden || this.check(), {signal})
  }

  close() {
    this.ended.abort()
    this.pause()
  }

  pause() {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  /** @param {Message} message */
  send(message) {
    if (this.state === "cut") {
      this.keep(message)
      return this.page.wire?.answered() // what comes next is kept behind it
    }
    this.unanswered.push(message)
    this.model.send_msg(message)
    if (this.state === "open") this.timer ??= setTimeout(() => this.check(), DOUBT_MS)
  }

  /**
   * Say what needs no answer, and is not missed where the line is cut.
   * @param {Message} message
   */
  whisper(message) {
    if (this.state === "open") this.model.send_msg(message)
  }

  /** @param {Message} message */
  keep(message) {
    const last = this.kept.at(-1)
    if (PASSING.includes(message.type)) return
    if (message.type === "set" && last?.type === "set") last.values = {...last.values, ...message.values}
    else this.kept.push(message)
  }

  keepUnanswered() {
    for (const message of this.unanswered.splice(0)) this.keep(message)
  }

  /** @param {Message} message */
  take(message) {
    if (this.state === "left") return // what is not answered goes along
    this.heard = true
    this.unanswered = []
    if (this.state === "open") this.pause()
    else if (this.state === "silent") this.restored()
    if (message.here) return
    if (message.leaving) return this.restarts()
    this.page.take(message)
    for (const each of this.kept.splice(0)) this.send(each)
  }

  /** The server is about to stop, and then comes back: all that was begun is still answered. */
  restarts() {
    this.leaving = true
    this.banner.show(this.matter(), false)
  }

  /** After a sleep, or when an answer is late: is the server there? */
  check() {
    if (this.state !== "open") return SERVED && this.attempt()
    this.pause()
    this.model.send_msg({type: "here"})
    this.timer = setTimeout(() => this.tell("silent"), PATIENCE_MS)
  }

  /**
   * The socket was closed, or could not be opened again.
   * @param {any} connection
   */
  async lost(connection) {
    const before = this.state
    this.connection = connection
    this.keepUnanswered()
    if (before !== "cut") this.tell("cut")
    else if (SERVED && (await this.answers()) && this.elsewhere++)
      this.reload() // twice: a busy server may be late once
    else this.later()
  }

  /** @param {string} state */
  tell(state) {
    Object.assign(this, {state, tries: 0, elsewhere: 0, began: performance.now()})
    const words = [this.matter()]
    if (this.heard)
      words.push(this.page.player ? t("What is here can still be played.") : t("What is here can still be read."))
    if (SERVED) words.push(t("What you change is kept, and sent when the line is back."))
    this.banner.show(words.join(" "), SERVED || state === "cut")
    this.later()
  }

  matter() {
    if (this.leaving) return t("The server is being restarted; your page comes back by itself.")
    if (this.state === "cut") return t("The line to the server is cut.")
    if (SERVED || this.heard) return t("The server does not answer.")
    return t("Nothing answers: this page needs a running server, or notebook, that computes for it.")
  }

  later() {
    this.pause()
    this.banner.says("")
    // The line of another's document is its own, until the button is pressed.
    if (!SERVED || !["cut", "silent"].includes(this.state)) return
    const usual = WAITS_MS[Math.min(this.tries++, WAITS_MS.length - 1)]
    const wait = usual * (1 + SPREAD * (Math.random() - 0.5))
    const end = Math.max(this.began + wait, performance.now() + WAITS_MS[0])
    this.banner.until(end)
    this.timer = setTimeout(() => this.attempt(), end - performance.now())
  }

  async attempt() {
    if (this.state === "left") return
    this.pause()
    this.began = performance.now()
    this.banner.says(t("Trying…"))
    if (this.state === "cut") {
      this.timer = setTimeout(() => this.connection.socket?.close(), TRY_MS) // which is a loss, too
      this.connection._receiver = new this.connection._receiver.constructor() // the last one may hold half a message
      this.connection.reconnect()
    } else if (SERVED && (await this.answers()) && this.state === "silent") {
      if (this.elsewhere++) return this.reload() // it answers, but not here, twice: it has lost this page
      this.model.send_msg({type: "here"})
      this.later()
    } else this.later()
  }

  /** Whether the server is there, and takes visitors; of a proxy before it, whether it says anything at all. */
  async answers() {
    const options = {cache: /** @type {const} */ ("no-store"), signal: AbortSignal.timeout(PATIENCE_MS)}
    return fetch(new URL("readiness", location.href), options).then(
      ({status}) => status < BAD_GATEWAY,
      () => false,
    )
  }

  restored() {
    const was = this.state
    this.pause()
    this.state = "open"
    this.leaving = false
    this.banner.hide()
    if (was === "cut") this.page.resume()
  }

  /**
   * Load the page anew as it is, choices of the last moment included.
   * @param {string} [words]
   */
  reload(words = t("The server is back: loading the page again")) {
    if (this.state === "left") return
    focused(this.element)?.blur() // what is being typed counts,
    this.page.wire?.answered() // and what waits
    this.state = "left"
    this.pause()
    this.banner.says(words)
    this.keepUnanswered()
    const {page} = this
    const chosen = this.kept.filter(({type}) => type === "set")
    const kept = this.kept.filter(({type}) => type !== "set")
    const left = page.leaves()
    const query = new URLSearchParams(chosen.length ? page.address() : left.query)
    for (const {values} of chosen) for (const [name, value] of Object.entries(values)) query.set(name, value)
    if (chosen.length) for (const name of ["then", "at"]) query.delete(name) // which are of the run as it was
    const link = query.toString().replaceAll("%2C", ",").replaceAll("%7E", "~")
    const place = chosen.length ? null : left.place // other choices are another run
    try {
      address(link, {line: {kept, place, brings: page.brings(link)}})
    } catch {
      address(link, {line: {kept, place}}) // more than a browser keeps
    }
    location.reload()
  }
}
