// The words of the page, in the language of whoever reads it: English sentences, whole, with named places, are the keys
// of the catalogue, of which the server sends what the browser says (astro_dash/words.py).

/** @type {Words} */
let spoken = {language: "en", languages: {}, forms: {}}
let decimal = "."
let rules = new Intl.PluralRules("en")

/**
 * Say all in the language of a catalogue.
 * @param {Words} words
 */
export function speak(words) {
  spoken = words
  rules = new Intl.PluralRules(words.language)
  const parts = new Intl.NumberFormat(words.language).formatToParts(0.5)
  decimal = parts.find(({type}) => type === "decimal")?.value ?? "."
}

/** Its name, and the names of all there are. */
export const language = () => spoken.language
export const languages = () => spoken.languages

/**
 * A sentence, with what stands in its places.
 * @param {string} sentence
 * @param {Record<string, string | number>} [places]
 */
export const t = (sentence, places = {}) => filled(spoken.forms[sentence]?.[0] ?? sentence, places)

/**
 * The same of n things, for which a language may have two forms; `n` is a place, too.
 * @param {string} one
 * @param {string} other
 * @param {number} n
 * @param {Record<string, string | number>} [places]
 */
export function tn(one, other, n, places = {}) {
  const forms = spoken.forms[one] ?? [one, other]
  return filled(forms[rules.select(n) === "one" ? 0 : forms.length - 1], {n, ...places})
}

/**
 * @param {string} sentence
 * @param {Record<string, string | number>} places
 */
function filled(sentence, places) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => {
    const value = places[name]
    return typeof value === "number" ? inDigits(String(value)) : (value ?? place)
  })
}

/**
 * Numbers in a text, written with a decimal point, as the language writes them.
 * @param {string} text
 */
export const inDigits = (text) => (decimal === "." ? text : text.replace(/(\d)\.(?=\d)/g, `$1${decimal}`))

/**
 * What a person has written of numbers, with a decimal point where the language has another mark: 0,5; and 1.000, which
 * may be a thousand, is as doubtful as 1,000 is in English.
 * @param {string} text
 */
export function outOfDigits(text) {
  /** @type {Record<string, string>} */
  const marks = {".": ",", [decimal]: "."}
  return decimal === "." ? text : text.replace(/[.,]/g, (mark) => marks[mark])
}
