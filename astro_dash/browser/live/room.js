// The room of a class. A lesson may say `page.room.finished(step)` where a student has done a step, and
// `page.room.ask(question, options)` where a teacher asks; both mean nothing where there is no room. `page.room.role`
// is "teacher", "student" or "", and `page.room.follows` whether the page is led by the teacher's: then `take` of the
// guise is called with what that hides and locks, and its lesson and step, as they change.

/** @import {Live} from "./index.js" */
import {SERVED} from "../address.js"
import {h, put} from "../dom.js"
import {Bench} from "./bench.js"
import {Extra} from "./extra.js"
import {Follow} from "./follow.js"
import {Lectern} from "./lectern.js"
import {Telling} from "./telling.js"
import {storage} from "../lesson/kept.js"
import {t} from "../words.js"

const ROOM_TAUGHT = "astro-dash: room" // of this tab, until it is closed: the room that it teaches,
const ROOM_MEMBER = "astro-dash: member" // and who it is in the rooms of others, which is nobody

export class Room extends Extra {
  /** @param {Live} page */
  constructor(page) {
    super(page)
    page.room = this
    /** @type {Teacher | Student | null} */
    this.state = null
    this.telling = new Telling(page)
    this.follow = new Follow(page.player)
    this.lectern = new Lectern(this)
    this.bench = new Bench(this)
    this.door = this.doors()
    const attributes = {type: "button", class: "stays", "aria-expanded": "false", onclick: () => this.toggle()}
    this.button = h("button", attributes, t("Class"))
    this.panel = h("div", {class: "room", role: "region", "aria-label": t("Class"), hidden: true}, this.door)
    this.before = "{}" // how the page showed its run before it followed,
    this.shown = "" // and how it does since
    /** @type {Set<string>} steps of lessons that are done */
    this.done = new Set()
    page.ended.signal.addEventListener("abort", () => this.telling.stop())
    page.lesson.watchers.push(({lesson, step, finished}) => finished && this.finished(`${lesson} ${step}`))
    if (!SERVED) return // elsewhere there is no link to send
    this.head = [this.button]
    this.top = [this.panel]
    /** @type {Hears} */
    const hears = {
      room: (state) => this.take(state),
      class: (counts) => this.counted(counts),
      took: (n) => page.line.whisper({type: "room_took", n}),
    }
    this.hears = hears
    const mine = JSON.parse(storage()?.getItem(ROOM_TAUGHT) ?? "null")
    if (mine) this.teach(mine)
  }

  get role() {
    return this.state?.role ?? ""
  }

  get follows() {
    return this.state?.role === "student" && this.state.follows
  }

  /**
   * A student has done a step of a lesson.
   * @param {string | number} step
   */
  finished(step) {
    if (this.role !== "student" || this.done.has(String(step))) return
    this.done.add(String(step))
    this.page.send({type: "room_finished", step: String(step)})
  }

  /**
   * A teacher asks.
   * @param {string} question
   * @param {string[]} options
   */
  ask(question, options) {
    if (this.role === "teacher") this.page.send({type: "room_ask", question, options})
  }

  doors() {
    const code = h("input", {
      type: "text",
      class: "typed",
      "aria-label": t("Code of the class"),
      placeholder: "K7MW 3XQB",
      autocomplete: "off",
      autocapitalize: "characters",
      spellcheck: "false",
    })
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault()
      this.join(code.value)
    }
    return h(
      "div",
      {class: "doors"},
      h("p", {}, t("Have a class follow this page: it gets a code, a link and a QR, and begins with a new run.")),
      h(
        "button",
        {type: "button", class: "primary", onclick: () => this.page.send({type: "room_open", base: pageBase()})},
        t("Open a room"),
      ),
      h(
        "form",
        {class: "tools", onsubmit},
        h("label", {class: "tool"}, t("Or follow a class:"), code),
        h("button", {}, t("Join")),
      ),
    )
  }

  toggle(open = this.panel.hidden) {
    this.panel.hidden = !open
    this.button.setAttribute("aria-expanded", String(open))
  }

  /** @param {string} code */
  join(code) {
    const member = storage()?.getItem(ROOM_MEMBER) ?? roomMember()
    storage()?.setItem(ROOM_MEMBER, member)
    this.page.send({type: "room_join", code, member})
  }

  /** @param {{code: string, secret: string}} mine */
  teach({code, secret}) {
    this.page.send({type: "room_teach", code, secret, base: pageBase()})
  }

  /**
   * A student goes from the class, or back to it, and stays at the present frame.
   * @param {string} type
   */
  leaves(type) {
    const {player} = this.page
    if (this.follows) player.start = Math.max(0, player.frame)
    this.page.send({type})
  }

  // What the server says.

  /** @param {Teacher | Student | {role: "invited", code: string} | null} state */
  take(state) {
    if (state?.role === "invited") return this.join(state.code)
    const before = this.state
    this.state = state
    if (state?.role === "teacher") this.teaches(state)
    else if (state) this.learns(state, before)
    else this.ends(before)
    this.panel.classList.toggle("teaches", this.role === "teacher")
    this.hold(this.follows)
  }

  /** @param {Teacher} state */
  teaches(state) {
    const {code, secret} = state
    storage()?.setItem(ROOM_TAUGHT, JSON.stringify({code, secret}))
    this.lectern.show(state)
    this.panel.replaceChildren(this.lectern.element)
    this.toggle(true)
    this.telling.start()
  }

  /** @param {Counts} counts */
  counted(counts) {
    if (this.role !== "teacher") return
    put(this.button, t("Class: {n}", {n: counts.in}))
    this.lectern.counted(counts)
  }

  /**
   * @param {Student} state
   * @param {Teacher | Student | null} before
   */
  learns(state, before) {
    const {guise} = this.page
    const known = before?.role === "student" ? before : null
    if (JSON.stringify(known?.question) !== JSON.stringify(state.question)) this.toggle(true)
    if (!known) {
      const {room, ...others} = guise.shown
      this.before = JSON.stringify(others)
      this.panel.replaceChildren(this.bench.element)
      this.toggle(true)
    }
    this.bench.show(state)
    const shown = JSON.stringify({...JSON.parse(this.before), ...state.shown, room: state.code})
    if (state.follows && shown !== this.shown) {
      this.shown = shown
      guise.take(JSON.parse(shown))
      this.page.readdress()
    }
    if (state.follows && state.head) this.follow.take(state.head)
  }

  /** @param {Teacher | Student | null} before */
  ends(before) {
    this.telling.stop()
    this.follow.head = null
    storage()?.removeItem(ROOM_TAUGHT)
    this.panel.replaceChildren(this.door)
    put(this.button, t("Class"))
    if (before?.role === "student") {
      this.shown = ""
      this.page.guise.take(JSON.parse(this.before))
      this.page.readdress()
    }
    if (before?.role === "teacher") this.toggle(false)
  }

  /**
   * What would steer cannot be used while the page is led.
   * @param {boolean} led
   */
  hold(led) {
    const {element, controls, timeline, own, player} = this.page
    const transport = element.querySelector(".transport")
    if (element.classList.contains("led") === led || !controls || !transport) return
    element.classList.toggle("led", led)
    const parts = [...transport.children, controls.element, ...timeline.element.children, ...own.element.children]
    for (const part of parts) /** @type {HTMLElement} */ (part).inert = led
    if (led) return
    this.follow.head = null
    player.speed = Number(transport.querySelector("select")?.value ?? 1)
    player.even = Boolean(transport.querySelector("input")?.checked)
  }

  /** @param {number} _frame */
  frame(_frame) {
    if (this.role === "teacher") this.telling.look()
    else if (this.follows) this.follow.go()
  }
}

const pageBase = () => location.origin + location.pathname

/** Somebody, told from the others. */
function roomMember() {
  const numbers = crypto.getRandomValues(new Uint8Array(12))
  return [...numbers].map((n) => n.toString(16).padStart(2, "0")).join("")
}
