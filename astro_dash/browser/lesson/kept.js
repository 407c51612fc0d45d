// What the tab keeps of lessons until it is closed: where each stands, what was answered, and a lesson of one's own.

const KEY = "astro-dash: lessons"

/** @typedef {{running: string, before: string, source: string, file: string, steps: Record<string, StepKept[]>,
 *   at: Record<string, number>}} Tab */

/** The storage of the tab; a frame that keeps things apart has none. */
export function storage() {
  try {
    return sessionStorage
  } catch {
    return null
  }
}

/** @type {Tab | null} */
let now = null

/** @returns {Tab} */
export function tab() {
  if (now) return now
  /** @type {Tab} */
  const empty = {running: "", before: "", source: "", file: "", steps: {}, at: {}}
  try {
    now = {...empty, ...JSON.parse(storage()?.getItem(KEY) ?? "{}")}
  } catch {
    now = empty
  }
  return /** @type {Tab} */ (now)
}

export function keep() {
  try {
    storage()?.setItem(KEY, JSON.stringify(tab()))
  } catch {
    // more than a tab may keep: it goes with the page
  }
}

/**
 * What is kept of a step.
 * @param {string} lesson
 * @param {number} step
 * @returns {StepKept}
 */
export function stepOf(lesson, step) {
  const steps = (tab().steps[lesson] ??= [])
  return (steps[step] ??= {})
}

/**
 * Forget a lesson's answers.
 * @param {string} lesson
 */
export function forget(lesson) {
  const {steps, at} = tab()
  delete steps[lesson]
  delete at[lesson]
  keep()
}
