// The language of a lesson, where it is not that of the page.

import {h} from "../dom.js"
import {language, t} from "../words.js"

/** @typedef {{language: string}} Tongue "" where nobody knows it */

/**
 * What its texts have as `lang`: that of the page, unless they are known to be in another.
 * @param {Tongue} told
 */
export const langOf = (told) => told.language || language()

/**
 * A line that says so, if it is in another.
 * @param {Tongue} told
 */
export function otherTongue({language: own}) {
  if (own === language() || (!own && language() === "en")) return null
  const named = new Intl.DisplayNames([language()], {type: "language"})
  const [here, there] = [language(), own].map((code) => (code && named.of(code)) ?? code)
  const words = own
    ? t("This lesson is not there in {here} yet: it is given in {there}.", {here, there})
    : t("The name of this lesson's file says no language: it is given as it was written.")
  return h("p", {class: "caption tongue"}, words)
}
