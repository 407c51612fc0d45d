import assert from "node:assert/strict"
import {afterEach, test} from "node:test"
import {clock, fixed, measured, pretty, same, typed} from "../../astro_dash/browser/numbers.js"
import {speak, t, tn} from "../../astro_dash/browser/words.js"

const LANGUAGES = {en: "English", de: "Deutsch"}
const german = (forms = {}) => speak({language: "de", languages: LANGUAGES, forms})
afterEach(() => speak({language: "en", languages: LANGUAGES, forms: {}}))

test("a sentence is said in the language of the catalogue, and in English where it has none", () => {
  german({"{n} of {all}": ["{n} von {all}"], "one pixel": ["ein Pixel", "{n} Pixel"]})
  assert.equal(t("{n} of {all}", {n: 3, all: "8"}), "3 von 8")
  assert.equal(t("not there: {n}", {n: 0.5}), "not there: 0,5")
  assert.equal(t("{what} is not given"), "{what} is not given")
  assert.deepEqual(
    [1, 2, 0].map((n) => tn("one pixel", "{n} pixels", n)),
    ["ein Pixel", "2 Pixel", "0 Pixel"],
  )
  assert.deepEqual(
    [1, 2].map((n) => tn("{n} map", "{n} maps", n)),
    ["1 map", "2 maps"],
  )
})

test("what is put in a place is no place itself", () => {
  assert.equal(t("{a} and {b}", {a: "{b}", b: "$&"}), "{b} and $&")
})

test("numbers are shown and read as the language writes them", () => {
  assert.deepEqual(
    [pretty("0.25, inf"), measured(0.12345), fixed(2, 2), clock(1.5, 3)],
    ["0.25, ∞", "0.123", "2.00", "1.50"],
  )
  assert.deepEqual(["0,5", "1,000", "1.5"].map(typed), ["0,5", "1,000", "1.5"])
  german()
  assert.deepEqual(
    [pretty("0.25, inf"), measured(0.12345), fixed(2, 2), clock(1.5, 3)],
    ["0,25, ∞", "0,123", "2,00", "1,50"],
  )
  // As in English 1,000, so here 1.000 is one or a thousand: the server asks which.
  assert.deepEqual(["0,5", "1.000", "1,125", "∞"].map(typed), ["0.5", "1,000", "1.125", "inf"])
  for (const text of ["0.03", "1e-05", "1.125", "inf", "1750"]) assert.equal(typed(pretty(text)), text)
  assert.ok(same(typed("0,20"), "0.2") && !same(typed("0,21"), "0.2"))
})
