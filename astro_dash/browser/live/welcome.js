// Three lines for who sees this for the first time: what is stored, what was damaged, and what the helper cells do.

/** @import {Glossary} from "../glossary.js" */
import {h, plural, renew} from "../dom.js"
import {fold} from "../fold.js"

const KEPT = "astro-dash: welcomed" // of this tab, until it is closed

/** The storage of the tab; a frame that keeps things apart has none. */
function storage() {
  try {
    return sessionStorage
  } catch {
    return null
  }
}

/**
 * The lines, for a run. At rest the gains of both gated systems are a softmax over the memories: of the overlaps, q·k,
 * in the linear-score variant, which is a transformer's, and of their squares in the other.
 * @param {About} about
 * @param {Record<string, Look>} systems
 */
export function welcome({load, flipped, neurons}, {astro, attention}) {
  const stored = load === 1 ? "1 picture is" : `${load} pictures are`
  const damaged = `damaged, ${flipped} of its ${neurons} ${plural(neurons, "pixel")} flipped`
  const given = `${load === 1 ? "It" : "One of them"} is ${flipped ? damaged : "given as it is"}`
  return [
    `${stored} stored in one network.`,
    `${given}: each memory below tries to restore it.`,
    `In “${astro.title}” helper cells turn pictures up or down. At rest that is attention: of squared overlaps ` +
      `there, exactly a transformer's in “${attention.title}”.`,
  ]
}

export class Welcome {
  /**
   * @param {Record<string, Look>} systems
   * @param {Glossary} glossary
   */
  constructor(systems, glossary) {
    this.systems = systems
    this.glossary = glossary
    this.lines = h("ol", {})
    const away = h("button", {type: "button", "aria-label": "Hide these lines", onclick: () => this.leave()}, "×")
    const hidden = Boolean(storage()?.getItem(KEPT))
    const attributes = {class: "welcome", "data-part": "welcome", "aria-label": "What happens here", hidden}
    this.element = h("section", attributes, this.lines, away)
    away.before(fold(this.element, "more: what happens here", "more"))
    this.said = ""
  }

  leave() {
    this.element.hidden = true
    storage()?.setItem(KEPT, "yes")
  }

  /** @param {About} about */
  about(about) {
    const lines = welcome(about, this.systems)
    if (this.said === lines.join()) return
    this.said = lines.join()
    renew(this.lines, ...lines.map((words) => h("li", {}, ...this.glossary.worded(words))))
  }
}
