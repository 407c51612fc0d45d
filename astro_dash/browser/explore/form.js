// The form of a map: two axes, what is compared, and the other choices.

/** @import {Glossary} from "../glossary.js" */
import {h} from "../dom.js"
import {acts, beside, controlLine, label, selectField, symbolOf, typedField} from "../form.js"
import {pretty, same, typed} from "../numbers.js"
import {t} from "../words.js"

/** @returns {[string, string][]} what each axis has beside its name, and the words for it */
const axisEnds = () => [
  ["from", t("from")],
  ["to", t("to")],
  ["count", t("values")],
]

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

export class MapForm {
  /**
   * @param {ExploreSpec} spec
   * @param {Glossary} glossary
   * @param {{compute: () => void, changed: () => void, check: () => void}} tells
   */
  constructor(spec, glossary, tells) {
    this.spec = spec
    this.glossary = glossary
    this.tells = tells
    /** @type {Record<string, Field>} */
    this.fields = {}
    /** @type {Set<string>} fields changed since a map was last asked for */
    this.touched = new Set()
    this.start = h("button", {type: "submit", class: "primary"}, t("Compute"))
    /** @type {[string, string][]} */
    const systems = Object.entries(spec.systems).map(([key, {title}]) => [key, title])
    this.element = h(
      "form",
      {
        class: "form",
        onsubmit: (/** @type {Event} */ event) => this.submit(event),
        oninput: (/** @type {Event} */ event) => this.changed(event.target),
        onchange: (/** @type {Event} */ event) => this.changed(event.target) && tells.check(),
      },
      this.axis("x", t("Across")),
      this.axis("y", t("Up")),
      this.select("system", t("Memory"), systems),
      this.select("against", t("Compared with"), [["", t("nothing")], ...systems]),
      this.typed("draws", t("Draws a cell"), "n"),
      ...spec.main.map((name) => this.setting(name)),
      h(
        "details",
        {class: "advanced"},
        h("summary", {}, t("Advanced")),
        ...spec.advanced.map((name) => this.setting(name)),
      ),
    )
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault()
    this.tells.compute()
  }

  /**
   * @param {string} axis
   * @param {string} words
   */
  axis(axis, words) {
    const {axes} = this.spec
    /** @type {[string, string][]} */
    const options = Object.entries(axes).map(([value, one]) => [value, one.label])
    const name = selectField(options, {
      "aria-label": t("{axis}: what varies", {axis: words}),
      onchange: () => this.turn(axis),
    })
    this.fields[axis] = name
    const ends = axisEnds().map(([end, said]) => {
      const field = this.input(`${axis}_${end}`, `${words}: ${said}`)
      return h("label", {}, h("span", {}, said), field)
    })
    const legend = h("legend", {class: "label"}, words)
    return h("fieldset", {class: "control axis"}, legend, name, h("div", {class: "ends"}, ...ends))
  }

  /**
   * An axis is another choice: show where that usually begins and ends.
   * @param {string} axis
   */
  turn(axis) {
    const {from, to} = this.spec.axes[this.fields[axis].value]
    const ends = {[`${axis}_from`]: from, [`${axis}_to`]: to}
    this.show(ends)
    for (const name of Object.keys(ends)) this.touched.add(name)
    this.fit()
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  input(name, words) {
    const field = typedField({"aria-label": words})
    this.fields[name] = field
    return field
  }

  /**
   * @param {string} name
   * @param {string} words
   * @param {string} symbol
   * @param {string} [doc]
   */
  typed(name, words, symbol, doc) {
    const head = [label(...this.glossary.worded(words)), symbolOf(symbol), beside(), this.input(name, words)]
    return controlLine(name, doc, head)
  }

  /**
   * @param {string} name
   * @param {string} words
   * @param {[string, string][]} options
   * @param {string} [doc]
   */
  select(name, words, options, doc) {
    const field = selectField(options, {"aria-label": words, onchange: () => this.fit()})
    this.fields[name] = field
    return controlLine(name, doc, [label(words), beside(), field])
  }

  /** @param {string} name */
  setting(name) {
    const choice = this.spec.choices[name]
    if (choice.options) return this.select(name, choice.label, Object.entries(choice.options), choice.doc)
    return this.typed(name, choice.label, choice.symbol, choice.doc)
  }

  /**
   * Put texts into the fields.
   * @param {Record<string, string>} form
   */
  show(form) {
    for (const [name, text] of Object.entries(form)) if (this.fields[name]) this.fields[name].value = pretty(text)
  }

  /** Hide what does not act: the axes' own settings, and what is not for these patterns and memories. */
  fit() {
    const values = this.read()
    const systems = [values.system, values.against].join(",")
    for (const [name, choice] of Object.entries(this.spec.choices)) {
      const control = this.fields[name].closest("[data-control]")
      const axis = name === values.x || name === values.y
      control?.toggleAttribute("hidden", axis || !acts(choice, {...values, system: systems}))
    }
  }

  /**
   * One of the fields has been changed by the person; whether it is one.
   * @param {EventTarget | null} field
   */
  changed(field) {
    const name = Object.keys(this.fields).find((one) => this.fields[one] === field)
    if (!name) return false
    this.touched.add(name)
    this.tells.changed()
    return true
  }

  /** @returns {Record<string, string>} */
  read() {
    return Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, typed(field.value)]))
  }

  /**
   * Whether the map of one form is another than that of the other, in what can be seen.
   * @param {Record<string, string>} one
   * @param {Record<string, string>} other
   */
  differs(one, other) {
    return Object.entries(this.fields).some(([name, field]) => {
      const hidden = field.closest("[data-control]")?.hasAttribute("hidden")
      return !hidden && !same(one[name], other[name])
    })
  }
}
