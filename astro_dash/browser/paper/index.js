// The Paper page: its claims with our numbers, and its figures, which are fetched when they come into view.

/** @import {Line} from "../line.js" */
import {SERVED, way} from "../address.js"
import {h} from "../dom.js"
import {Gallery} from "../gallery.js"
import {rendered} from "../rendered.js"
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
        ...this.slips(),
        ...Object.values(this.shown).map((figure) => figure.element),
      ),
    )
    this.watch()
  }

  claims() {
    const words = [t("Claim"), t("Our number"), t("Verdict"), t("See for yourself")]
    /** @type {Record<string, HTMLElement>} */
    this.rows = Object.fromEntries(this.spec.claims.map((claim) => [claim.key, this.claim(claim)]))
    return h(
      "table",
      {class: "claims", "aria-label": t("Claims of the paper, our numbers and verdicts")},
      headed(words),
      h("tbody", {}, ...Object.values(this.rows)),
    )
  }

  /**
   * What is said of a figure's data. What is the same stays, with the focus that is in it.
   * @param {Claim[]} claims
   */
  reclaim(claims) {
    for (const claim of claims) {
      const row = this.claim(claim)
      if (!this.rows || row.isEqualNode(this.rows[claim.key])) continue
      this.rows[claim.key].replaceWith(row)
      this.rows[claim.key] = row
    }
  }

  slips() {
    const head = [t("Where"), t("What is meant"), t("As it must be, off by"), t("As printed, off by")]
    const rows = this.spec.slips.map(({where, words, right, printed}) =>
      h("tr", {}, h("th", {scope: "row"}, where), ...[words, right, printed].map((each) => h("td", {}, each))),
    )
    const name = t("Slips of the pen in the paper's formulas, each checked")
    return [
      h("h2", {}, t("Slips of the pen")),
      h(
        "p",
        {class: "lead"},
        t(
          "None of these changes what the paper concludes. Each is held beside finite differences of the energy or " +
            "of a short run; how far off it is, is relative.",
        ),
      ),
      h(
        "div",
        {class: "wide", tabindex: 0, role: "region", "aria-label": name},
        h("table", {class: "slips", "aria-label": name}, headed(head), h("tbody", {}, ...rows)),
      ),
    ]
  }

  /** @param {Claim} claim */
  claim({key, claim, paper, ours, verdict, figure, runs, links}) {
    /** @type {HTMLElement[]} */
    const ways = (SERVED ? links : []).map(({words, query}) => way(query, words, {class: "way"}))
    if (figure) {
      const onclick = () => this.shown[figure].show()
      ways.push(h("button", {type: "button", onclick}, t("Figure {number}", {number: figure})))
    }
    if (runs) {
      const command = h("code", {}, "python -m astro_dash.pages.paper runs")
      ways.push(h("p", {class: "caption"}, t("Its runs again:"), " ", command))
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

/** @param {string[]} words of the columns */
function headed(words) {
  return h("thead", {}, h("tr", {}, ...words.map((each) => h("th", {scope: "col"}, each))))
}

export const render = rendered(Paper)
