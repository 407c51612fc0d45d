// Words with a meaning of their own, dotted wherever they are written; pages/glossary.py has them.

import {drawing, h} from "./dom.js"

const GAP = 6 // pixels between a word and what opens under it, or over it

export class Glossary {
  /**
   * @param {Term[]} terms
   * @param {AbortSignal} signal
   */
  constructor(terms, signal) {
    this.terms = new Map(terms.flatMap((term) => term.forms.map((form) => [form.toLowerCase(), term])))
    const forms = [...this.terms.keys()].sort((a, b) => b.length - a.length)
    this.pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(${forms.join("|")})(?![\\p{L}\\p{N}_])`, "iu")
    this.box = h("div", {class: "meaning", id: "meaning", role: "tooltip", popover: "manual", hidden: true})
    /** @type {HTMLElement | null} the word whose meaning is shown */
    this.at = null
    this.again = false // a pointer went down on it
    addEventListener("keydown", (event) => event.key === "Escape" && this.hide(), {signal, capture: true})
    addEventListener("pointerdown", (event) => this.down(event), {signal, capture: true})
    const grows = new ResizeObserver(() => this.place()) // what comes later moves the words under it
    grows.observe(document.body)
    signal.addEventListener("abort", () => grows.disconnect())
    for (const moves of ["scroll", "resize"]) addEventListener(moves, () => this.place(), {signal, capture: true})
  }

  /**
   * A text whose terms can be opened, each where it comes first.
   * @param {string} text
   * @returns {(string | Node)[]}
   */
  worded(text) {
    const seen = new Set()
    return text.split(this.pattern).map((part, i) => {
      const term = i % 2 ? this.terms.get(part.toLowerCase()) : undefined
      if (!term || seen.has(term)) return part
      seen.add(term)
      return this.word(term, part)
    })
  }

  /**
   * @param {Term} term
   * @param {string} words
   */
  word(term, words) {
    const show = () => this.show(term, word)
    const onclick = () => (this.again ? this.hide() : show())
    const attributes = {type: "button", class: "dotted", "aria-expanded": "false"}
    const word = h("button", {...attributes, onfocus: show, onblur: () => this.hide(), onclick}, words)
    return word
  }

  /** @param {PointerEvent} event */
  down(event) {
    const on = this.at !== null && event.composedPath().includes(this.at)
    this.again = on
    if (!on) this.hide()
  }

  /**
   * @param {Term} term
   * @param {HTMLElement} word
   */
  show({forms, sentence, picture}, word) {
    if (this.at === word) return
    this.hide()
    this.at = word
    const drawn = drawing("svg", {viewBox: "0 0 160 64", width: "160", height: "64", "aria-hidden": "true"})
    drawn.innerHTML = picture
    this.box.replaceChildren(h("p", {}, h("b", {}, forms[0]), ": ", sentence), drawn)
    this.box.hidden = false
    this.box.showPopover?.()
    word.setAttribute("aria-expanded", "true")
    word.setAttribute("aria-describedby", this.box.id)
    this.place()
  }

  hide() {
    if (!this.at) return
    this.at.setAttribute("aria-expanded", "false")
    this.at.removeAttribute("aria-describedby")
    this.at = null
    this.again = false
    this.box.hidePopover?.()
    this.box.hidden = true
  }

  /** Under its word, or over it where there is more room, and inside the window. */
  place() {
    if (!this.at) return
    if (!this.at.isConnected) return this.hide()
    const {left, top, bottom} = this.at.getBoundingClientRect()
    const {offsetWidth, offsetHeight} = this.box
    const over = bottom + GAP + offsetHeight > innerHeight && top > innerHeight - bottom
    const x = Math.max(GAP, Math.min(left, document.documentElement.clientWidth - offsetWidth - GAP))
    const y = over ? top - GAP - offsetHeight : bottom + GAP
    Object.assign(this.box.style, {left: `${x}px`, top: `${y}px`})
  }
}
