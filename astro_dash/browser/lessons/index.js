// The Lessons page: all that there are, one of one's own, and worksheets.

/** @import {Line} from "../line.js" */
import {inLanguage, SERVED} from "../address.js"
import {h} from "../dom.js"
import {forget, keep, tab} from "../lesson/kept.js"
import {OWN} from "../lesson/lesson.js"
import {Page} from "../page.js"
import {rendered} from "../rendered.js"
import {faultList, lessonCard} from "./card.js"
import {worksheet} from "./sheet.js"
import {t} from "../words.js"

const lessonsLead = () =>
  t(
    "Each begins with a question, and has you guess before it shows. A lesson drives the pages themselves: whatever " +
      "it does, you could do by hand, and you may wander off at any time.",
  )
const ownLead = () =>
  t(
    "A lesson is one Markdown file. Yours runs in this tab alone, and is checked first: each mistake is told with " +
      "its line.",
  )

export class LessonsPage extends Page {
  /**
   * @param {Line} line
   * @param {HTMLElement} element
   * @param {Spec & {most_bytes: number}} spec
   */
  constructor(line, element, spec) {
    super(line, element, spec)
    this.most = spec.most_bytes
    /** @type {{name: string, source: string} | null} the file that is being read */
    this.reading = null
    this.sheet = SERVED ? new URLSearchParams(location.search).get("sheet") : null
    this.cards = h("div", {class: "cards"}, h("p", {class: "reading"}, t("Reading the lessons…")))
    this.wrong = h("div", {role: "alert"})
    this.hears.lessons = (cards) => this.listed(cards)
    this.hears.sheet = (told) => this.cards.replaceWith(worksheet(told, () => print()))
    this.hears.lesson = (told, message) => this.found(told, message.faults ?? [])
    element.append(this.masthead("lessons"), h("main", {class: "article lessons"}, ...this.parts()))
  }

  parts() {
    if (this.sheet) return [this.notice, this.cards]
    const onchange = () => this.open(file)
    const file = h("input", {
      type: "file",
      accept: ".md,.markdown,.txt",
      hidden: true,
      "aria-label": t("Lesson to open"),
      onchange,
    })
    const opening = h("button", {type: "button", onclick: () => file.click()}, t("Open a lesson"))
    const own = h(
      "section",
      {class: "own-lesson"},
      h("p", {}, ownLead()),
      h("p", {class: "ways"}, opening, file),
      this.wrong,
    )
    return [
      h("h2", {}, t("Lessons")),
      h("p", {class: "lead"}, lessonsLead()),
      this.notice,
      this.cards,
      h("h2", {}, t("Your own")),
      own,
    ]
  }

  address() {
    return location.search.replace(/^\?/, "") || "page=lessons"
  }

  /** @param {LessonCard[]} cards */
  listed(cards) {
    const lang = new URLSearchParams(inLanguage("")).get("lang") ?? ""
    if (this.sheet) this.send({type: "sheet", name: this.sheet, base: location.origin + location.pathname, lang})
    else this.cards.replaceChildren(...(cards.length ? cards.map(lessonCard) : [h("p", {}, t("There is none yet."))]))
  }

  /** @param {HTMLInputElement} file */
  async open(file) {
    const [chosen] = file.files ?? []
    file.value = ""
    if (!chosen) return
    this.wrong.replaceChildren()
    if (chosen.size > this.most) {
      const words = t("The file {name} has {size} bytes, but may have {most}.", {
        name: chosen.name,
        size: chosen.size,
        most: this.most,
      })
      return this.wrong.replaceChildren(faultList([words]))
    }
    const data = await chosen.arrayBuffer()
    this.reading = {name: chosen.name, source: new TextDecoder().decode(data)}
    this.send({type: "read_lesson", data, name: chosen.name})
  }

  /**
   * @param {LessonTold | null} told
   * @param {string[]} faults
   */
  found(told, faults) {
    const {reading} = this
    this.reading = null
    if (!told || !reading) return this.wrong.replaceChildren(faultList(faults))
    forget(OWN)
    Object.assign(tab(), {source: reading.source, file: reading.name})
    keep()
    if (SERVED) location.assign("?" + inLanguage(`lesson=${OWN}&step=1`))
    else
      this.wrong.replaceChildren(
        h("p", {}, t("There is no mistake in it; a lesson is given where a server has the pages.")),
      )
  }
}

export const render = rendered(LessonsPage)
