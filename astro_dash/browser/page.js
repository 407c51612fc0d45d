// What all pages are: their head, their messages, and the colours of the ground they stand on.

/** @import {Controls} from "./controls.js" */
/** @import {Figure} from "./figure.js" */
/** @import {Line} from "./line.js" */
/** @import {Player} from "./player.js" */
/** @import {Wire} from "./wire.js" */
import {aboutPanel, schematicShows} from "./about.js"
import {ask, inLanguage, SERVED} from "./address.js"
import {h, put} from "./dom.js"
import {fold} from "./fold.js"
import {Glossary} from "./glossary.js"
import {Guise} from "./guise.js"
import {Lesson} from "./lesson/lesson.js"
import {Print} from "./print.js"
import {Room} from "./room/room.js"
import {Schematic} from "./schematic.js"
import {Stacked} from "./stacked.js"
import {Swipe} from "./swipe.js"
import {language, languages, t} from "./words.js"

const FIRST = "live" // the page without a name in its address
const GROUNDS = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]

export class Page {
  /**
   * @param {Line} line
   * @param {HTMLElement} element
   * @param {Spec} spec
   */
  constructor(line, element, spec) {
    this.line = line
    this.element = element
    this.pages = spec.pages
    this.cited = spec.cited
    /** @type {Wire | null} what is waiting to be sent */
    this.wire = null
    /** @type {Controls | null} */
    this.controls = null
    /** @type {Player | null} what can be played without a server */
    this.player = null
    /** @type {Figure[]} */
    this.figures = []
    this.aloud = h("p", {class: "unseen", "aria-live": "polite"})
    this.notice = h("p", {class: "notice", role: "alert", hidden: true})
    /** @type {Hears} */
    this.hears = {notice: (words) => this.say(words), shown: (shown) => this.guise.take(shown)}
    this.ended = new AbortController()
    this.guise = new Guise(this)
    this.glossary = new Glossary(spec.glossary, this.ended.signal)
    this.schematic = new Schematic(this, schematicShows())
    this.print = new Print(this)
    this.swipe = new Swipe(element)
    this.lesson = new Lesson(this)
    this.here = "" // which of the pages it is
    /** @type {((how: string) => void)[]} what puts its parts into one column */
    this.stacks = [(how) => this.stackHead(how)]
    this.stacked = new Stacked(element, this.ended.signal, (how) => this.stacks.forEach((stack) => stack(how)))
    this.room = new Room(this) // of the class
    this.asksFirst = false // before it joins the room of its link
    /** @type {Colours | null} */
    this.palette = null
    for (const asked of GROUNDS) {
      matchMedia(asked).addEventListener("change", () => this.paint(), {signal: this.ended.signal})
    }
    requestAnimationFrame(() => this.paint())
    this.sharpen()
  }

  /** Keep the figures sharp: on another screen, or zoomed, a pixel of the page has other dots. */
  sharpen() {
    for (const figure of this.figures) figure.sharpen()
    const now = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
    now.addEventListener("change", () => this.sharpen(), {once: true, signal: this.ended.signal})
  }

  close() {
    this.ended.abort()
  }

  /** @param {Message} message */
  send(message) {
    this.lesson.scene?.sent(message)
    this.line.send(message)
  }

  /**
   * A sentence for the person, or none.
   * @param {string} words
   */
  say(words) {
    this.notice.hidden = !words
    put(this.notice, words)
  }

  /**
   * What the person has asked for by a key, for who does not see it.
   * @param {string} words
   */
  read(words) {
    put(this.aloud, words)
  }

  /**
   * A message of the server, part by part.
   * @param {Message} message
   */
  take(message) {
    for (const [part, value] of Object.entries(message)) this.hears[part]?.(value, message)
    this.guise.dress()
    this.lesson.take(message)
  }

  /**
   * The link has said how the page is shown, or the class has, which may be at another step.
   * @param {Record<string, string>} shown
   */
  dressed({lesson = "", step = "1"}) {
    if (this.room.follows && this.lesson.scene) this.lesson.follow(lesson, Number(step))
  }

  /** @returns {Record<string, string>} what the person has chosen of that, and the link may have in its place */
  manner() {
    return {}
  }

  /** The link is another. */
  readdress() {}

  /**
   * Whether a message fills the page that has just come.
   * @param {Message} _message
   */
  fills(_message) {
    return true
  }

  // What the line asks.

  /** The line is back: say what there is, and be answered. */
  resume() {
    this.send({type: "ready"})
  }

  /** The query that is its state. */
  address() {
    return location.search
  }

  /** What is chosen on it, in words. */
  chosenWords() {
    return this.controls?.words() ?? ""
  }

  /** @returns {Place | null} where it is in it */
  place() {
    return this.player?.place() ?? null
  }

  /** @returns {{query: string, place: Place | null}} how it is found again when it is loaded anew */
  leaves() {
    return {query: this.address(), place: this.place()}
  }

  /**
   * What it takes along then that is not in its link.
   * @param {string} _link
   * @returns {object}
   */
  brings(_link) {
    return {}
  }

  // How it looks.

  /**
   * The head of the page called `current`. On a narrow screen its buttons are in a menu, but those that stay.
   * @param {string} current
   * @param {...Child} rest
   */
  masthead(current, ...rest) {
    this.here = current
    const links = Object.entries(this.pages).map(([key, words]) => {
      const here = key === current ? "page" : null
      const href = "?" + inLanguage(key === FIRST ? "" : `page=${key}`)
      return h("a", {href, "data-part": `page-${key}`, "aria-current": here}, words)
    })
    const panel = aboutPanel(this.cited, this.schematic.element)
    const about = h("button", {type: "button", onclick: () => panel.showModal()}, t("About"))
    const inMenu = (/** @type {Child} */ one) => one instanceof HTMLButtonElement && !one.classList.contains("stays")
    const tools = h("div", {class: "head-tools"}, ...rest.filter(inMenu), about)
    const skip = h("a", {class: "skip", href: "#", onclick: this.skip.bind(this)}, t("Skip to the main part"))
    return h(
      "header",
      {},
      SERVED ? skip : null,
      h("h1", {}, this.cited.name),
      SERVED ? h("nav", {"aria-label": t("Pages")}, ...links) : null,
      h("p", {class: "tagline"}, t("A memory gated by astrocytes turns into attention by itself")),
      SERVED ? this.room.button : null,
      ...rest.filter((one) => !inMenu(one)),
      SERVED ? this.languageMenu() : null,
      fold(tools, t("Menu"), t("Menu")),
      tools,
      panel,
      this.glossary.box,
      this.aloud,
    )
  }

  /**
   * On a narrow screen the way to other pages is a line under the rest.
   * @param {string} how
   */
  stackHead(how) {
    const part = (/** @type {string} */ name) => this.element.querySelector(`header > ${name}`)
    const nav = part("nav")
    if (nav) part(how ? ".fold" : "h1")?.after(nav)
  }

  /**
   * To the main part; on a small screen, where that has no box of its own, to its first heading.
   * @param {Event} event
   */
  skip(event) {
    event.preventDefault()
    const parts = /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll("main, main h2")])
    const to = parts.find((part) => part.getClientRects().length)
    if (!to) return
    to.tabIndex = -1
    to.focus()
    to.scrollIntoView({block: "start"})
  }

  /** Another language loads the page anew, as it is; its link has it from then on. */
  languageMenu() {
    const options = Object.entries(languages()).map(([value, words]) => {
      return h("option", {value, lang: value, selected: value === language()}, `${value.toUpperCase()} ${words}`)
    })
    const onchange = () => {
      ask(menu.value)
      this.line.reload(t("Loading the page in the other language"))
    }
    const menu = h("select", {class: "language", "aria-label": t("Language"), onchange}, ...options)
    return menu
  }

  /** @returns {Colours} of the ground it stands on; kept, since to read them lays the page out */
  colours() {
    this.palette ??= this.readColours()
    return this.palette
  }

  /** @returns {Colours} */
  readColours() {
    const style = getComputedStyle(this.element)
    const read = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim()
    const [ground, ink, muted, paper, print] = ["ground", "ink", "muted", "paper", "print"].map(read)
    return {ground, ink, muted, paper, print, minus: read("minus"), plus: read("plus")}
  }

  paint() {
    this.palette = null // another ground, maybe
    const colours = this.colours()
    for (const figure of this.figures) figure.paint(colours)
  }
}
