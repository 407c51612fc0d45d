// One lesson of the list: what it asks, ways into it, and what its teacher should know; or what is wrong with its file.

import {inLanguage, SERVED} from "../address.js"
import {h} from "../dom.js"
import {tab} from "../lesson/kept.js"
import {prose} from "../lesson/prose.js"
import {langOf, otherTongue} from "../lesson/tongue.js"
import {t} from "../words.js"

/** @param {LessonCard} card */
export function lessonCard(card) {
  const {name, title, question, minutes, steps, faults} = card
  if (faults) return brokenCard(String(card.file), faults)
  const lang = langOf(card)
  const at = Math.min(tab().at[name] ?? 0, steps - 1)
  const begin = entry(`lesson=${name}&step=1`, at ? t("Begin anew") : t("Begin"))
  const on = at ? entry(`lesson=${name}&step=${at + 1}`, t("Go on at step {step}", {step: at + 1})) : null
  return h(
    "article",
    {class: "card", "data-lesson": name, "aria-label": title},
    h("h2", {lang}, title),
    otherTongue(card),
    h("p", {class: "asks", lang}, ...prose(question)),
    h("p", {class: "told"}, t("{minutes} minutes, {steps} steps", {minutes, steps})),
    h("p", {class: "ways"}, ...(on ? [on, begin] : [begin]), entry(`page=lessons&sheet=${name}`, t("Worksheet"))),
    forTeacher(card),
  )
}

/**
 * @param {string} query
 * @param {string} words
 */
function entry(query, words) {
  const href = "?" + inLanguage(query)
  return SERVED ? h("a", {href}, words) : h("span", {title: href}, words)
}

/** @param {LessonCard} card */
function forTeacher(card) {
  const {teacher, takeaway} = card
  const lang = langOf(card)
  const said = (/** @type {Prose[]} */ words) => h("span", {lang}, ...prose(words))
  const asked = teacher.ask.map((one) => h("li", {lang}, ...prose(one)))
  return h(
    "details",
    {},
    h("summary", {}, t("For the teacher")),
    h("p", {}, h("b", {}, t("Aim:")), " ", said(teacher.aim)),
    h("p", {}, h("b", {}, t("What students usually think:")), " ", said(teacher.think)),
    h("p", {}, h("b", {}, t("To ask:"))),
    h("ol", {}, ...asked),
    h("p", {}, h("b", {}, t("Without phones:")), " ", said(teacher.offline)),
    h("p", {}, h("b", {}, t("To take away:")), " ", said(takeaway)),
  )
}

/**
 * @param {string} file
 * @param {string[]} faults
 */
export function brokenCard(file, faults) {
  const attributes = {class: "card broken", "data-file": file, "aria-label": file}
  return h(
    "article",
    attributes,
    h("h2", {}, file),
    h("p", {}, t("This file cannot be given as a lesson:")),
    faultList(faults),
  )
}

/** @param {string[]} faults */
export const faultList = (faults) => h("ul", {class: "faults"}, ...faults.map((words) => h("li", {}, words)))
