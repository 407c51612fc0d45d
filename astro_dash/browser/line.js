// The line to the server: what is said over it, what is kept while it is cut, and the way back.

const DOUBT_MS = 2500 // so long without an answer, and the server is asked whether it is there,
const PATIENCE_MS = 2500 // which it says while it computes, too
const WAITS_MS = [300, 1000, 2000, 3000, 4000] // before each try, 20 % more or less, so that a class does not come at once
const TRY_MS = 4000 // and so long a try may take

class Line {
  /** `state` is "open"; "cut" when the socket is closed; "silent" when nothing comes; "left" when the page is loaded anew.
   *  The page has `take(message)` and `resume()`, which says what it has and is answered; and may have `address()`, the
   *  query that is its state, and `place()`, where it is in it, given back as `line.place`. */
  constructor(model, element) {
    Object.assign(this, {model, element, state: "open", tries: 0, kept: [], unanswered: [], ended: new AbortController()})
    this.words = h("p", {role: "alert"})
    this.when = h("span", {class: "when"})
    this.again = h("button", {type: "button", onclick: () => this.attempt()}, "Try now")
    this.banner = h("div", {class: "cut", hidden: true}, this.words, this.when, this.again)
    if (SERVED) {
      Object.assign(this, history.state?.line)
      history.replaceState(null, "")
    }
    this.watch()
  }

  watch() {
    const {document: session} = this.model
    session.on_event("connection_lost", (_, event) => this.ended.signal.aborted || this.lost(event))
    session.on_event("client_reconnected", () => this.state === "cut" && this.restored())
    if (SERVED) {
      // In the session that this page is of all is as it was: it stays; a new one knows nothing of it.
      const {instance} = this.model
      session.replace_with_json = (json) => JSON.stringify(json).includes(instance) || this.reload()
    }
    const {signal} = this.ended
    for (const event of ["online", "offline", "pageshow"]) addEventListener(event, () => this.check(), {signal})
    document.addEventListener("visibilitychange", () => document.hidden || this.check(), {signal})
  }

  close() {
    this.ended.abort()
    this.pause()
  }

  pause() {
    clearTimeout(this.timer)
    clearInterval(this.counting)
    this.timer = null
  }

  // What is said.

  send(message) {
    if (this.state === "cut") return this.keep(message)
    this.unanswered.push(message)
    this.model.send_msg(message)
    if (this.state === "open") this.timer ??= setTimeout(() => this.check(), DOUBT_MS)
  }

  keep(message) {
    const last = this.kept.at(-1)
    if (["ready", "resume", "more"].includes(message.type)) return
    if (message.type === "set" && last?.type === "set") Object.assign(last.values, message.values)
    else this.kept.push(message)
  }

  take(message) {
    this.heard = true
    this.unanswered = []
    if (this.state === "open") this.pause()
    else if (this.state === "silent") this.restored()
    if (message.here) return
    this.page.take(message)
    const kept = this.kept.splice(0)
    for (const each of kept) this.send(each)
  }

  // Whether it is there.

  /** After a sleep, or when an answer is late: is the server there? */
  check() {
    if (this.state !== "open") return this.attempt()
    this.pause()
    this.model.send_msg({type: "here"})
    this.timer = setTimeout(() => this.tell("silent"), PATIENCE_MS)
  }

  /** The socket was closed, or could not be opened again. */
  async lost({connection}) {
    const first = this.state !== "cut"
    this.connection = connection.deref()
    this.unanswered.splice(0).forEach((message) => this.keep(message))
    if (first) this.tell("cut")
    else if (SERVED && (await this.answers())) this.reload()
    else this.later()
  }

  tell(state) {
    Object.assign(this, {state, tries: 0})
    const what = state === "cut" ? "The line to the server is cut." : this.heard ? "The server does not answer." : "Nothing answers: this page needs a running server, or notebook, that computes for it."
    this.words.textContent = !this.heard ? what : `${what} What is here can still be ${this.page.player ? "played" : "read"}`
      + (SERVED ? "; what you change is kept, and sent when the line is back." : ".")
    this.banner.hidden = false
    this.later()
  }

  later() {
    this.pause()
    if (this.state !== "cut" && this.state !== "silent") return
    const own = SERVED // the line of another's document is another's, until somebody presses the button
    this.again.hidden = !own && this.state !== "cut"
    if (!own) return
    const wait = WAITS_MS[Math.min(this.tries++, WAITS_MS.length - 1)] * (0.8 + 0.4 * Math.random())
    const end = performance.now() + wait
    const count = () => (this.when.textContent = `Trying again in ${Math.max(1, Math.ceil((end - performance.now()) / 1000))} s`)
    count()
    this.counting = setInterval(count, 250)
    this.timer = setTimeout(() => this.attempt(), wait)
  }

  async attempt() {
    this.pause()
    this.when.textContent = "Trying…"
    if (this.state === "cut") {
      this.timer = setTimeout(() => this.connection?.socket?.close(), TRY_MS) // which is a loss, too
      this.connection?.reconnect()
    } else if (this.state === "silent") {
      // A server that answers, but not here, has lost this page; what waits in the socket may take a moment.
      if (SERVED && (await this.answers())) this.timer = setTimeout(() => this.state === "silent" && this.reload(), PATIENCE_MS)
      else this.later()
    }
  }

  /** Whether the server says anything at all; a proxy before it would say 502. */
  async answers() {
    try {
      return (await fetch(new URL("liveness", location.href), {cache: "no-store", signal: AbortSignal.timeout(TRY_MS)})).status < 500
    } catch {
      return false
    }
  }

  restored() {
    this.pause()
    const cut = this.state === "cut"
    this.state = "open"
    this.banner.hidden = true
    if (cut) this.page.resume()
  }

  /** Load the page anew as it is, choices of the last moment included. */
  reload() {
    if (this.state === "left") return
    this.element.getRootNode().activeElement?.blur() // what is being typed counts
    this.state = "left"
    this.pause()
    this.when.textContent = "The server is back: loading the page again"
    this.unanswered.splice(0).forEach((message) => this.keep(message))
    const query = new URLSearchParams(this.page.address?.() ?? location.search)
    const chosen = this.kept.filter(({type}) => type === "set")
    for (const {values} of chosen) for (const [name, value] of Object.entries(values)) query.set(name, value)
    const kept = this.kept.filter(({type}) => type !== "set")
    const line = {kept, place: chosen.length ? null : this.page.place?.()} // other choices are another run
    history.replaceState({line}, "", "?" + query.toString().replaceAll("%2C", ","))
    location.reload()
  }
}
