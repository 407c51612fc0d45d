// Three lines for who sees this for the first time: what is stored, what was damaged, and what the helper cells do.

/** @import {Glossary} from "../glossary.js" */
import {h, renew} from "../dom.js"
import {fold} from "../fold.js"
import {storage} from "../lesson/kept.js"
import {t, tn} from "../words.js"

const KEPT = "astro-dash-welcomed" // of this tab, until it is closed

/**
 * The lines, for a run. At rest the gains of both gated systems are a softmax over the memories: of the overlaps, q·k,
 * in the linear-score variant, which is a transformer's, and of their squares in the other.
 * @param {About} about
 * @param {Record<string, Look>} systems
 */
export function welcome({load, flipped, neurons}, {astro, attention}) {
  return [
    tn("{n} picture is stored in one network.", "{n} pictures are stored in one network.", load),
    flipped ? damaged(load, flipped, neurons) : undamaged(load),
    t(
      "In “{astro}” helper cells turn pictures up or down. At rest that is attention: of squared overlaps " +
        "there, exactly a transformer's in “{attention}”.",
      {astro: astro.title, attention: attention.title},
    ),
  ]
}

/** @type {(load: number, flipped: number, neurons: number) => string} */
const damaged = (load, flipped, neurons) =>
  load === 1
    ? tn(
        "It is damaged, {flipped} of its {n} pixel flipped: each memory below tries to restore it.",
        "It is damaged, {flipped} of its {n} pixels flipped: each memory below tries to restore it.",
        neurons,
        {flipped},
      )
    : tn(
        "One of them is damaged, {flipped} of its {n} pixel flipped: each memory below tries to restore it.",
        "One of them is damaged, {flipped} of its {n} pixels flipped: each memory below tries to restore it.",
        neurons,
        {flipped},
      )

/** @type {(load: number) => string} */
const undamaged = (load) =>
  load === 1
    ? t("It is given as it is: each memory below tries to restore it.")
    : t("One of them is given as it is: each memory below tries to restore it.")

export class Welcome {
  /**
   * @param {Record<string, Look>} systems
   * @param {Glossary} glossary
   */
  constructor(systems, glossary) {
    this.systems = systems
    this.glossary = glossary
    this.lines = h("ol", {})
    const away = h("button", {type: "button", "aria-label": t("Hide these lines"), onclick: () => this.leave()}, "×")
    const hidden = Boolean(storage()?.getItem(KEPT))
    const attributes = {class: "welcome", "data-part": "welcome", "aria-label": t("What happens here"), hidden}
    this.element = h("section", attributes, this.lines, away)
    away.before(fold(this.element, t("more: what happens here"), t("more")))
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
