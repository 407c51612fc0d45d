// The room of a class, on whichever page it is. A lesson may say `page.room.finished(step)` where a student has done a
// step; that means nothing where there is no room. `role` is "teacher", "student" or "", and `follows` whether the page
// is led by the teacher's: then it goes where hers goes, and `take` of the guise is called with what hers hides and
// locks, and its lesson and step, as they change.

/** @import {Page} from "../page.js" */
import {inLanguage, SERVED} from "../address.js"
import {h, put} from "../dom.js"
import {storage} from "../lesson/kept.js"
import {t} from "../words.js"
import {Bench} from "./bench.js"
import {roomDoors} from "./doors.js"
import {Follow} from "./follow.js"
import {Lectern} from "./lectern.js"
import {Telling} from "./telling.js"

const ROOM_TAUGHT = "astro-dash: room" // of this tab, until it is closed: the room that it teaches,
const ROOM_SEAT = "astro-dash: seat" // the one that it is in,
const ROOM_MEMBER = "astro-dash: member" // and who it is there, which is nobody
/** What a page is steered by; what else is there to be read stays readable. */
const STEERS = [
  ".transport > *, .controls, .own > *, .timeline > *", // of pages with time,
  ".form > :not(.transport, .notice), .choose, .explained button, .steers",
].join()

export class Room {
  /** @param {Page} page */
  constructor(page) {
    this.page = page
    /** @type {Teacher | Student | null} */
    this.state = null
    this.going = false // to another page
    /** @type {string | null} the question on the page, and its round */
    this.asked = null
    this.telling = new Telling(page)
    /** @type {Follow | null} where there is something that plays */
    this.follow = null
    this.lectern = new Lectern(this)
    this.bench = new Bench(this)
    this.door = roomDoors(this)
    const attributes = {type: "button", class: "stays", "aria-expanded": "false", onclick: () => this.toggle()}
    this.button = h("button", attributes, t("Class"))
    this.panel = h("div", {class: "room", role: "region", "aria-label": t("Class"), hidden: true}, this.door)
    this.before = "{}" // how the page showed what it shows before it followed,
    this.shown = "" // and how it does since
    /** @type {Set<string>} steps of lessons that are done */
    this.done = new Set()
    page.ended.signal.addEventListener("abort", () => this.telling.stop())
    page.lesson.watchers.push(({lesson, step, finished}) => {
      if (finished) this.finished(`${lesson} ${step}`)
      this.lectern.tell() // whose step is counted
    })
    /** @type {Hears} */
    const hears = {
      room: (state) => this.take(state),
      class: (counts) => this.counted(counts),
      took: (n) => page.line.whisper({type: "room_took", n}),
    }
    if (SERVED) Object.assign(page.hears, hears) // elsewhere there is no link to send
  }

  /** The page is there: into the room of its link, or of its tab. */
  begins() {
    if (!SERVED) return
    this.offer()
    this.page.element.querySelector("main")?.prepend(this.panel)
    const mine = JSON.parse(storage()?.getItem(ROOM_TAUGHT) ?? "null")
    const linked = new URLSearchParams(location.search).get("room")
    const seat = storage()?.getItem(ROOM_SEAT)
    if (mine) this.teach(mine)
    else if (linked && !this.page.asksFirst) this.join(linked)
    else if (!linked && seat) this.join(seat, false) // gone there alone
  }

  /** A room is opened and joined on the Live page. */
  offer() {
    this.button.hidden = !this.state && !this.page.asksFirst
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

  toggle(open = this.role === "teacher" ? this.lectern.folded : this.panel.hidden) {
    if (this.role === "teacher") this.lectern.fold(!open)
    else this.panel.hidden = !open
    this.button.setAttribute("aria-expanded", String(open))
  }

  open() {
    this.page.send({type: "room_open", base: pageBase()})
  }

  /**
   * @param {string} code
   * @param {boolean} follows
   */
  join(code, follows = true) {
    const member = storage()?.getItem(ROOM_MEMBER) ?? roomMember()
    storage()?.setItem(ROOM_MEMBER, member)
    this.page.send({type: "room_join", code, member, follows})
  }

  /** @param {{code: string, secret: string, folded?: boolean}} mine */
  teach({code, secret, folded = false}) {
    this.lectern.fold(folded)
    this.page.send({type: "room_teach", code, secret, base: pageBase()})
  }

  /**
   * A student goes from the class, or back to it, and stays at the present moment.
   * @param {string} type
   */
  leaves(type) {
    this.stays()
    this.page.send({type})
  }

  /** What is alone from now on goes on from the moment that is shown. */
  stays() {
    const {player} = this.page
    if (this.follows && player && player.frame > 0) player.moment = player.frames.time(player.frame)
  }

  // What the server says.

  /** @param {Teacher | Student | {role: "invited", code: string} | null} state */
  take(state) {
    if (state?.role === "invited") return this.join(state.code)
    const before = this.state
    if (!state) this.stays()
    this.state = state
    if (state?.role === "teacher") this.teaches(state)
    else if (state) this.learns(state, before)
    else this.ends(before)
    this.panel.classList.toggle("teaches", this.role === "teacher")
    this.offer()
    this.hold(this.follows)
  }

  /** @param {Teacher} state */
  teaches(state) {
    this.lectern.show(state)
    this.keep()
    this.panel.hidden = false
    this.panel.replaceChildren(this.lectern.element)
    this.toggle(!this.lectern.folded)
    this.telling.start()
  }

  /** For when the tab goes to another page. */
  keep() {
    if (this.state?.role !== "teacher") return
    const {code, secret} = this.state
    storage()?.setItem(ROOM_TAUGHT, JSON.stringify({code, secret, folded: this.lectern.folded}))
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
    const {question, follows} = state
    const asked = question && `${question.n}.${question.round}`
    if (asked && follows && asked !== this.asked) this.panel.scrollIntoView({block: "start"})
    this.asked = asked
    if (!known) {
      const {room, ...others} = guise.shown
      this.before = JSON.stringify(others)
      storage()?.setItem(ROOM_SEAT, state.code)
      this.panel.replaceChildren(this.bench.element)
      this.toggle(true)
    }
    this.bench.show(state)
    if (state.follows) this.led(state)
    else if (guise.shown.room) guise.set("room", "") // loaded anew it is alone again
  }

  /** @param {Student} state */
  led({code, where, shown: theirs, head}) {
    const {guise, player, here, pages} = this.page
    const page = new URLSearchParams(where).get("page") ?? "live"
    if (page !== here && page in pages) return this.goes(`${where}${where && "&"}room=${code}`)
    const shown = JSON.stringify({...JSON.parse(this.before), ...theirs, room: code})
    if (shown !== this.shown || !guise.shown.room) {
      this.shown = shown
      guise.take(JSON.parse(shown))
      this.page.readdress()
    }
    if (player) this.follow ??= new Follow(player)
    if (head) this.follow?.take(head)
  }

  /**
   * To where the class is.
   * @param {string} query
   */
  goes(query) {
    if (this.going) return
    this.going = true
    location.replace("?" + inLanguage(query))
  }

  /** @param {Teacher | Student | null} before */
  ends(before) {
    this.telling.stop()
    if (this.follow) this.follow.head = null
    storage()?.removeItem(ROOM_TAUGHT)
    storage()?.removeItem(ROOM_SEAT)
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
    const {element, player} = this.page
    if (element.classList.contains("led") === led) return
    element.classList.toggle("led", led)
    for (const part of element.querySelectorAll(STEERS)) /** @type {HTMLElement} */ (part).inert = led
    if (led) return
    if (this.follow) this.follow.head = null
    const transport = element.querySelector(".transport")
    if (!player || !transport) return
    player.speed = Number(transport.querySelector("select")?.value ?? 1)
    player.even = Boolean(transport.querySelector("input")?.checked)
  }

  /** The frame on the page is another, or its run. */
  frame() {
    if (this.role === "teacher") this.telling.look()
    else if (this.follows) this.follow?.go()
  }
}

const pageBase = () => location.origin + location.pathname

/** Somebody, told from the others. */
function roomMember() {
  const numbers = crypto.getRandomValues(new Uint8Array(12))
  return [...numbers].map((n) => n.toString(16).padStart(2, "0")).join("")
}
