// The keys of a page that plays, and the list of them.

/** @import {Guise} from "./guise.js" */
/** @import {Player} from "./player.js" */
import {panel} from "./about.js"
import {SERVED} from "./address.js"
import {h} from "./dom.js"
import {keyNames} from "./keys.js"
import {t} from "./words.js"

/** @type {Record<string, string[]>} what keys act on: where it is hidden or locked they do nothing */
const ACT_ON = {r: ["transport"], n: ["transport", "seed"], " ": ["transport"]}
const keys = () => [
  [t("Space"), t("run or pause")],
  ["→  ←", t("one step on or back")],
  [t("End  Home"), t("jump to the end or the start")],
  ["R", t("reset")],
  ["N", t("new seed")],
]
const WRITES = "input[type=text], select, textarea"
const CLICKS = "button, summary, input[type=checkbox], input[type=radio]" // by the space bar
const SLIDES = "input[type=range]" // by arrows

/**
 * @typedef {{player: Player, element: HTMLElement, guise: Guise, reset(): void, newSeed(): void,
 *   furniture: {keys(): Key[], view: {key: string} | null}[]}} Played a page that plays
 */

export class Keyboard {
  /**
   * @param {Played} page
   * @param {Document | HTMLElement} hears where keys are the page's
   * @param {AbortSignal} signal
   * @param {string} more of the keys that elements have for their own
   */
  constructor(page, hears, signal, more) {
    this.page = page
    const own = page.furniture.flatMap((each) => each.keys())
    /** @type {Record<string, () => void>} of the views */
    this.own = Object.fromEntries(own.map(([key, , act]) => [key, act]))
    /** @type {Record<string, string[]>} */
    this.parts = {...ACT_ON}
    for (const each of page.furniture) {
      if (each.view) for (const [key] of each.keys()) this.parts[key] = [each.view.key]
    }
    const list = [...keys(), ...own.map(([key, what]) => [key.toUpperCase(), what]), ["?", t("this list")]]
    const words = list.flatMap(([key, what]) => [h("dt", {}, key), h("dd", {}, what)])
    this.help = panel("keys", t("Keyboard"), h("dl", {}, ...words), h("p", {}, more))
    const attributes = {class: "keys-button", "aria-label": t("Keyboard shortcuts"), onclick: () => this.show()}
    this.button = h("button", {type: "button", ...attributes}, "?")
    // Elsewhere keys are another's, unless the person is in here: a click is enough.
    if (!SERVED) page.element.tabIndex = -1
    hears.addEventListener("keydown", (event) => this.key(/** @type {KeyboardEvent} */ (event)), {signal})
  }

  show() {
    this.help.showModal()
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {Element} */ (event.composedPath()[0])
    const {element} = this.page
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (!element.isConnected || element.inert || element.querySelector("dialog[open]")) return
    if (target.matches?.(WRITES)) return
    const [act] = keyNames(event).flatMap((key) => this.act(key, target) ?? [])
    if (!act) return
    act()
    event.preventDefault()
    event.stopPropagation()
  }

  /**
   * What a key does, unless it is for the element that has the focus.
   * @param {string} key
   * @param {Element} target
   */
  act(key, target) {
    const {player} = this.page
    /** @type {Record<string, () => void>} */
    const always = {r: () => this.page.reset(), n: () => this.page.newSeed(), "?": () => this.show()}
    /** @type {Record<string, () => void>} */
    const moves = {
      ArrowRight: () => player.step(1),
      ArrowLeft: () => player.step(-1),
      End: () => player.end(),
      Home: () => player.seek(0),
    }
    if (!this.page.guise.free(...(this.parts[key] ?? (key in moves ? ["timeline"] : [])))) return null
    if (this.page.element.classList.contains("led")) return this.own[key] ?? (key === "?" ? always[key] : null)
    if (key === " ") return target.matches?.(CLICKS) ? null : () => player.toggle()
    return always[key] ?? this.own[key] ?? (target.matches?.(SLIDES) ? null : moves[key])
  }
}
