// One lesson of the list: what it asks, ways into it, and what its teacher should know; or what is wrong with its file.

import {SERVED} from "../address.js"
import {h} from "../dom.js"
import {tab} from "../lesson/kept.js"
import {prose} from "../lesson/prose.js"

const LINE = "Without phones: "

/** @param {LessonCard} card */
export function lessonCard(card) {
  const {name, title, question, minutes, steps, faults} = card
  if (faults) return brokenCard(String(card.file), faults)
  const at = Math.min(tab().at[name] ?? 0, steps - 1)
  const begin = entry(`?lesson=${name}&step=1`, at ? "Begin anew" : "Begin")
  const on = at ? entry(`?lesson=${name}&step=${at + 1}`, `Go on at step ${at + 1}`) : null
  return h(
    "article",
    {class: "card", "data-lesson": name, "aria-label": title},
    h("h2", {}, title),
    h("p", {class: "asks"}, ...prose(question)),
    h("p", {class: "told"}, `${minutes} minutes, ${steps} steps`),
    h("p", {class: "ways"}, ...(on ? [on, begin] : [begin]), entry(`?page=lessons&sheet=${name}`, "Worksheet")),
    forTeacher(card),
  )
}

/**
 * @param {string} href
 * @param {string} words
 */
function entry(href, words) {
  return SERVED ? h("a", {href}, words) : h("span", {title: href}, words)
}

/** @param {LessonCard} card */
function forTeacher({teacher, takeaway}) {
  const asked = teacher.ask.map((one) => h("li", {}, ...prose(one)))
  return h(
    "details",
    {},
    h("summary", {}, "For the teacher"),
    h("p", {}, h("b", {}, "Aim: "), ...prose(teacher.aim)),
    h("p", {}, h("b", {}, "What students usually think: "), ...prose(teacher.think)),
    h("p", {}, h("b", {}, "To ask:")),
    h("ol", {}, ...asked),
    h("p", {}, h("b", {}, LINE), ...prose(teacher.offline)),
    h("p", {}, h("b", {}, "To take away: "), ...prose(takeaway)),
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
    h("p", {}, "This file cannot be given as a lesson:"),
    faultList(faults),
  )
}

/** @param {string[]} faults */
export const faultList = (faults) => h("ul", {class: "faults"}, ...faults.map((words) => h("li", {}, words)))
