// What a step is about is open: a small screen would have it folded away. A large one shows it all the same.

/** @import {Live} from "./index.js" */
import {unfold} from "../fold.js"

const HANDS = ["drawn", "knocked", "ends"] // for which pictures must be large enough for a finger

/**
 * @param {Live} page
 * @param {LessonStep} step
 */
export function openFor(page, {hide, parts}) {
  const shows = (/** @type {string} */ name) => !hide.includes(name)
  const few = (/** @type {string[]} */ names) => names.some(shows) && !names.every(shows)
  const tasks = parts.filter(([kind]) => kind === "task").flatMap(([, {when}]) => /** @type {Condition[]} */ (when))
  const drawn = tasks.some(({what}) => HANDS.includes(what))
  const chosen = few(page.views.map(({key}) => key))
  for (const {key, folds} of page.views) unfold(folds, key === "retrieval" ? drawn : chosen && shows(key))
  if (!page.controls) return
  const {spec, folds, advanced} = page.controls
  const aside = few(spec.advanced)
  advanced.open = aside
  unfold(folds, aside || few(spec.main.filter((name) => !spec.choices[name].scale)))
}
