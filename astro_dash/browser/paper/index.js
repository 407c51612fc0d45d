// The Paper page: its claims with our numbers, and its figures, which are fetched when they come into view.

/** @import {Line} from "../line.js" */
import {SERVED, way} from "../address.js"
import {h} from "../dom.js"
import {Page, rendered} from "../page.js"
import {t} from "../words.js"
import {Reproduced} from "./reproduced.js"

const NEAR = "400px" // to the window, and a figure is fetched

export class Paper extends Page {
  /**
   * @param {Line} line
   * @param {HTMLElement} element
   * @param {PaperSpec} spec
   */
  constructor(line, element, spec) {
    super(line, element, spec)
    this.spec = spec
    this.status = h("p", {class: "unseen", role: "status"})
    /** @type {Record<string, Reproduced>} */
    this.reproduced = {}
    for (const [number, words] of Object.entries(spec.figures)) {
      this.reproduced[number] = new Reproduced(this, number, words)
    }
    this.hears.figure = ({number, packed}) => this.reproduced[number].take(packed)
    this.hears.progress = (told) => this.reproduced[told.number].progress(told)
    const boxes = Object.values(this.reproduced).map((figure) => figure.element)
    element.append(
      this.masthead("paper"),
      h(
        "main",
        {class: "article"},
        h("h2", {}, t("What the paper says, computed again")),
        ...spec.intro.map((words) => h("p", {class: "lead"}, ...this.glossary.worded(words))),
        this.notice,
        this.status,
        this.claims(),
        ...boxes,
      ),
    )
    this.seeing = new IntersectionObserver((entries) => this.seen(entries), {rootMargin: NEAR})
    for (const box of boxes) this.seeing.observe(box)
  }

  close() {
    super.close()
    this.seeing.disconnect()
  }

  /** @param {IntersectionObserverEntry[]} entries */
  seen(entries) {
    for (const {isIntersecting, target} of entries) {
      if (!isIntersecting) continue
      this.seeing.unobserve(target)
      this.send({type: "figure", number: /** @type {HTMLElement} */ (target).dataset.number})
    }
  }

  claims() {
    const words = [t("Claim"), t("Our number"), t("Verdict"), t("See for yourself")]
    const head = words.map((each) => h("th", {scope: "col"}, each))
    return h(
      "table",
      {class: "claims", "aria-label": t("Claims of the paper, our numbers and verdicts")},
      h("thead", {}, h("tr", {}, ...head)),
      h("tbody", {}, ...this.spec.claims.map((claim) => this.claim(claim))),
    )
  }

  /** @param {Claim} claim */
  claim({key, claim, paper, ours, verdict, figure, links}) {
    /** @type {HTMLElement[]} */
    const ways = (SERVED ? links : []).map(({words, query}) => way(query, words, {class: "way"}))
    if (figure) {
      const onclick = () => this.reproduced[figure].show()
      ways.push(h("button", {type: "button", onclick}, t("Figure {number}", {number: figure})))
    }
    const {mark: sign, words: said} = this.spec.verdicts[verdict]
    const mark = h("span", {"aria-hidden": "true"}, sign + " ")
    const judged = {"data-head": t("Verdict"), class: "judged", "data-verdict": verdict}
    return h(
      "tr",
      {"data-claim": key},
      h("th", {scope: "row"}, h("b", {}, `(${key}) ${claim}`), h("span", {}, paper)),
      h("td", {"data-head": t("Our number")}, ...ours.map((words) => h("p", {}, words))),
      h("td", judged, mark, said),
      h("td", {"data-head": t("See")}, h("div", {class: "ways"}, ...ways)),
    )
  }

  /**
   * Computing one figure ends the computing of another.
   * @param {string} number
   */
  recompute(number) {
    for (const figure of Object.values(this.reproduced)) if (figure.number !== number) figure.idle()
    this.say("")
    this.send({type: "recompute", number})
  }
}

export const render = rendered(Paper)
