// The Laws page: questions, and what was measured of each.

/** @import {Line} from "../line.js" */
/** @import {LawVerdicts, LawWords} from "./law.js" */
import {h} from "../dom.js"
import {Gallery} from "../gallery.js"
import {rendered} from "../rendered.js"
import {t} from "../words.js"
import {Law} from "./law.js"

export class Laws extends Gallery {
  /**
   * @param {Line} line
   * @param {HTMLElement} element
   * @param {Spec & {intro: string[], laws: Record<string, LawWords>, verdicts: LawVerdicts}} spec
   */
  constructor(line, element, spec) {
    super(line, element, spec)
    for (const [name, words] of Object.entries(spec.laws)) {
      this.shown[name] = new Law(this, name, words, spec.verdicts)
    }
    element.append(
      this.masthead("laws"),
      h(
        "main",
        {class: "article"},
        h("h2", {}, t("Laws that one can see")),
        ...spec.intro.map((words) => h("p", {class: "lead"}, ...this.glossary.worded(words))),
        this.notice,
        this.status,
        this.contents(),
        ...Object.values(this.shown).map((law) => law.element),
      ),
    )
    this.watch()
  }

  contents() {
    const ways = Object.values(this.shown).map((law) =>
      h("button", {type: "button", onclick: () => law.show()}, law.called.short),
    )
    return h("div", {class: "ways", role: "group", "aria-label": t("The laws")}, ...ways)
  }
}

export const render = rendered(Laws)
