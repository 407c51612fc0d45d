// The line to the server: what is said over it, what is kept while it is cut, and the way back.

const DOUBT_MS = 2500 // so long without an answer, and the server is asked whether it is there,
const PATIENCE_MS = 2500 // which it says while it computes, too
const WAITS_MS = [300, 1000, 2000, 3000, 4000] // from try to try, 20 % more or less, so that a class does not come at once
const TRY_MS = 4000 // and so long a try may take
const PASSING = ["ready", "resume", "more"] // said anew when the line is back

class Line {
  /** `state` is "open"; "cut" when the socket is closed; "silent" when nothing comes; "left" when the page is loaded anew.
   *  The page has `take(message)` and `resume()`, which says what it has and is answered; and may have `address()`, the
   *  query that is its state, and `place()`, where it is in it, which the page loaded anew finds in `line.place`. */
  constructor(model, element) {
    Object.assign(this, {model, element, state: "open", kept: [], unanswered: [], ended: new AbortController()})
    this.banner = new Banner(() => this.attempt())
    if (SERVED) {
      Object.assign(this, history.state?.line)
      history.replaceState(null, "")
    }
    const {signal} = this.ended
    const {document: session, instance} = model
    session.on_event("connection_lost", (_, {connection}) => signal.aborted || this.lost(connection.deref()))
    session.on_event("client_reconnected", () => this.state === "cut" && this.restored())
    // In the session that this page is of, all is as it was, and stays; a new one knows nothing of it.
    if (SERVED) session.replace_with_json = (json) => JSON.stringify(json).includes(instance) || this.reload()
    for (const event of ["online", "offline", "pageshow"]) addEventListener(event, () => this.check(), {signal})
    document.addEventListener("visibilitychange", () => document.hidden || this.check(), {signal})
  }

  close() {
    this.ended.abort()
    this.pause()
  }

  pause() {
    this.timer = clearTimeout(this.timer)
  }

  send(message) {
    if (this.state === "cut") {
      this.keep(message)
      return this.page.wire?.answered() // what comes next is kept behind it
    }
    this.unanswered.push(message)
    this.model.send_msg(message)
    if (this.state === "open") this.timer ??= setTimeout(() => this.check(), DOUBT_MS)
  }

  keep(message) {
    const last = this.kept.at(-1)
    if (PASSING.includes(message.type)) return
    if (message.type === "set" && last?.type === "set") last.values = {...last.values, ...message.values}
    else this.kept.push(message)
  }

  take(message) {
    this.heard = true
    this.unanswered = []
    if (this.state === "open") this.pause()
    else if (this.state === "silent") this.restored()
    if (message.here) return
    this.page.take(message)
    for (const each of this.kept.splice(0)) this.send(each)
  }

  /** After a sleep, or when an answer is late: is the server there? */
  check() {
    if (this.state !== "open") return SERVED && this.attempt()
    this.pause()
    this.model.send_msg({type: "here"})
    this.timer = setTimeout(() => this.tell("silent"), PATIENCE_MS)
  }

  /** The socket was closed, or could not be opened again. */
  async lost(connection) {
    const before = this.state
    this.connection = connection
    this.unanswered.splice(0).forEach((message) => this.keep(message))
    if (before !== "cut") this.tell("cut")
    else if (SERVED && (await this.answers()) && this.elsewhere++) this.reload() // twice: a busy server may be late once
    else this.later()
  }

  tell(state) {
    Object.assign(this, {state, tries: 0, elsewhere: 0, began: performance.now()})
    const what = state === "cut" ? "The line to the server is cut." : SERVED || this.heard ? "The server does not answer."
      : "Nothing answers: this page needs a running server, or notebook, that computes for it."
    const still = this.heard ? ` What is here can still be ${this.page.player ? "played" : "read"}.` : ""
    const kept = SERVED ? " What you change is kept, and sent when the line is back." : ""
    this.banner.show(what + still + kept, SERVED || state === "cut")
    this.later()
  }

  later() {
    this.pause()
    this.banner.says("")
    if (!SERVED || !["cut", "silent"].includes(this.state)) return // the line of another's document is its own, until the button is pressed
    const wait = WAITS_MS[Math.min(this.tries++, WAITS_MS.length - 1)] * (0.8 + 0.4 * Math.random())
    const end = Math.max(this.began + wait, performance.now() + WAITS_MS[0])
    this.banner.until(end)
    this.timer = setTimeout(() => this.attempt(), end - performance.now())
  }

  async attempt() {
    if (this.state === "left") return
    this.pause()
    this.began = performance.now()
    this.banner.says("Trying…")
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

  /** Whether the server says anything at all; a proxy before it would say 502. */
  answers() {
    const answer = fetch(new URL("liveness", location.href), {cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS)})
    return answer.then(({status}) => status < 500, () => false)
  }

  restored() {
    const was = this.state
    this.pause()
    this.state = "open"
    this.banner.hide()
    if (was === "cut") this.page.resume()
  }

  /** Load the page anew as it is, choices of the last moment included. */
  reload() {
    if (this.state === "left") return
    this.element.getRootNode().activeElement?.blur() // what is being typed counts,
    this.page.wire?.answered() // and what waits
    this.state = "left"
    this.pause()
    this.banner.says("The server is back: loading the page again")
    this.unanswered.splice(0).forEach((message) => this.keep(message))
    const query = new URLSearchParams(this.page.address?.() ?? location.search)
    const [chosen, kept] = [true, false].map((is) => this.kept.filter(({type}) => (type === "set") === is))
    for (const {values} of chosen) for (const [name, value] of Object.entries(values)) query.set(name, value)
    const line = {kept, place: chosen.length ? null : this.page.place?.()} // other choices are another run
    history.replaceState({line}, "", "?" + query.toString().replaceAll("%2C", ","))
    location.reload()
  }
}
