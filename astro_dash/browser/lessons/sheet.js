// A lesson on paper: its questions and tasks with room for answers, its link, and the code of the link.

import {inLanguage} from "../address.js"
import {drawing, h} from "../dom.js"
import {prose} from "../lesson/prose.js"
import {langOf, otherTongue} from "../lesson/tongue.js"
import {t} from "../words.js"

const QUIET = 4 // modules around a code

/**
 * @param {{lesson: LessonTold, link: string, code: string[]}} told
 * @param {() => void} print
 */
export function worksheet({lesson, link, code}, print) {
  const lang = langOf(lesson)
  const back = h("a", {href: "?" + inLanguage("page=lessons")}, t("All lessons"))
  return h(
    "div",
    {class: "sheet"},
    h("p", {class: "ways"}, h("button", {type: "button", class: "primary", onclick: print}, t("Print")), back),
    h(
      "div",
      {class: "sheet-head"},
      h(
        "div",
        {},
        h("h2", {lang}, lesson.title),
        h("p", {class: "lead", lang}, ...prose(lesson.question)),
        h("p", {}, link),
      ),
      codeOf(code, t("The code of {link}", {link})),
    ),
    otherTongue(lesson),
    h("p", {class: "sheet-name"}, t("Name:")),
    ...lesson.steps.map((step, i) => stepOnPaper(step, i, lang)),
    h("h3", {}, t("What I take away, in one sentence")),
    box(),
  )
}

/**
 * @param {LessonStep} step
 * @param {number} i
 * @param {string} lang of its texts
 */
function stepOnPaper({title, parts}, i, lang) {
  const inside = parts.flatMap(([kind, part]) => {
    if (kind === "prose") return h("div", {lang}, ...prose(part))
    if (kind === "guess") return guessOnPaper(part, lang)
    if (kind === "task") return [h("p", {class: "to-tick", lang}, "☐ ", ...prose(part.do))]
    return []
  })
  const asks = parts.some(([kind]) => kind === "guess" || kind === "task")
  const room = asks ? [h("p", {class: "told"}, t("What I saw, and why I think it is so:")), box()] : []
  return h("section", {}, h("h3", {lang}, `${i + 1}. ${title}`), ...inside, ...room)
}

/**
 * @param {GuessTold} told
 * @param {string} lang
 */
function guessOnPaper({question, options, number}, lang) {
  const asked = h("p", {lang}, h("b", {}, ...prose(question)))
  if (options) return [asked, ...options.map(({text}) => h("p", {class: "to-tick", lang}, "☐ ", ...prose(text)))]
  return [
    asked,
    h("p", {class: "to-fill"}, t("My guess:"), " ", h("i", {}), " ", h("span", {lang}, number?.unit ?? "")),
  ]
}

const box = () => h("div", {class: "box"})

/**
 * A QR code, dark on light whatever the ground, as a drawing.
 * @param {string[]} rows of 0 and 1
 * @param {string} words
 */
export function codeOf(rows, words) {
  const size = rows.length + 2 * QUIET
  const dark = rows.flatMap((row, y) =>
    [...row].map((bit, x) => (bit === "1" ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")),
  )
  const attributes = {viewBox: `0 0 ${size} ${size}`, class: "code", role: "img", "aria-label": words}
  const code = drawing("svg", {...attributes, "shape-rendering": "crispEdges"})
  code.append(drawing("path", {d: `M0 0h${size}v${size}h-${size}z`, fill: "#fff"}))
  code.append(drawing("path", {d: dark.join(""), fill: "#000"}))
  return code
}
