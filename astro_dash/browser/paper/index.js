// The Paper page: its claims with our numbers, and its figures, which are fetched when they come into view.

/** @import {Line} from "../line.js" */
import {SERVED, way} from "../address.js"
import {h} from "../dom.js"
import {Gallery} from "../gallery.js"
import {rendered} from "../page.js"
import {t} from "../words.js"
import {Reproduced} from "./reproduced.js"

export class Paper extends Gallery {
  /**
   * @param {Line} line
   * @param {HTMLElement} element
   * @param {PaperSpec} spec
   */
  constructor(line, element, spec) {
    super(line, element, spec)
    this.spec = spec
    for (const [number, words] of Object.entries(spec.figures)) {
      this.shown[number] = new Reproduced(this, number, words)
    }
    const boxes = Object.values(this.shown).map((figure) => figure.element)
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
    this.watch()
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
      const onclick = () => this.shown[figure].show()
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
}

export const render = rendered(Paper)
