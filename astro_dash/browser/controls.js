// The controls of the left rail: each sends what it is set to, and shows what is in force.

/** @import {Glossary} from "./glossary.js" */
/** @import {Wire} from "./wire.js" */
import {h} from "./dom.js"
import {fold} from "./fold.js"
import {acts, beside, controlLine, label, selectField, sentField} from "./form.js"
import {order, pretty, rounded, typed} from "./numbers.js"
import {scaleOf} from "./scale.js"
import {t, tn} from "./words.js"

const FAR = 1e-3 // below which a ratio is told by its order alone

export class Controls {
  /**
   * @param {ControlsSpec} spec
   * @param {Wire} wire
   * @param {Glossary} glossary
   */
  constructor(spec, wire, glossary) {
    this.spec = spec
    this.wire = wire
    this.glossary = glossary
    /** @type {Record<string, string> | null} */
    this.values = null
    /** @type {Record<string, (text: string) => void>} */
    this.setters = {}
    /** @type {Record<string, HTMLElement>} what follows from a value, such as α from K */
    this.beside = {}
    /** @type {Record<string, string>} the same, as it is read out */
    this.follows = {}
    /** @type {Record<string, (text: string) => void>} */
    this.sayers = {}
    this.advanced = h("details", {class: "advanced", "data-part": "advanced"}, h("summary", {}, t("Advanced")))
    this.advanced.addEventListener("toggle", () => this.unfold(), {once: true})
    this.rows = Object.fromEntries(spec.main.map((name) => [name, this.row(name)]))
    this.element = h("div", {class: "controls"}, ...Object.values(this.rows), this.advanced)
    this.folds = fold(this.element, t("More choices"), t("More choices"))
    this.element.prepend(this.folds)
  }

  /** The advanced ones are built when they are first opened. */
  unfold() {
    this.advanced.append(...this.spec.advanced.map((name) => this.row(name)))
    if (this.values) this.show(this.values)
  }

  /** @param {string} name */
  row(name) {
    const choice = this.spec.choices[name]
    if (choice.scale) return this.slider(name, choice, choice.scale)
    if (choice.options) return this.select(name, choice, choice.options)
    if (choice.many) return this.checks(name, choice, choice.many)
    return this.number(name, choice)
  }

  /**
   * @param {string} name
   * @param {Choice} choice
   * @param {boolean} [quiet]
   */
  help(name, choice, quiet) {
    return h("p", {class: quiet ? "help unseen" : "help", id: `help-${name}`}, choice.doc)
  }

  /** @param {string} name */
  aside(name) {
    return (this.beside[name] = beside())
  }

  /**
   * @param {string} name
   * @param {Record<string, any>} attributes
   */
  field(name, attributes) {
    const [input, put] = sentField(attributes, this.wire, (text) => this.wire.set(name, typed(text)))
    return {input, put: (/** @type {string} */ text) => put(pretty(text))}
  }

  /**
   * @param {string} name
   * @param {Choice} choice
   * @param {Scale} declared
   */
  slider(name, choice, declared) {
    const scale = scaleOf(declared)
    const {input, put} = this.field(name, {"aria-label": t("{symbol}, exact value", {symbol: choice.symbol})})
    const say = (/** @type {string} */ text) => {
      const follows = this.values?.[name] === text ? this.follows[name] : ""
      range.setAttribute("aria-valuetext", [pretty(text), follows].filter(Boolean).join(", "))
    }
    this.sayers[name] = say
    const range = h("input", {
      type: "range",
      min: scale.low,
      max: scale.high,
      step: scale.step,
      "aria-label": choice.label,
      "aria-describedby": `help-${name}`,
      "data-name": name,
      oninput: () => {
        const text = scale.value(Number(range.value))
        input.value = pretty(text)
        say(text)
        this.wire.set(name, text)
      },
    })
    this.setters[name] = (text) => {
      const most = choice.most_for?.[this.values?.patterns ?? ""] ?? scale.high
      if (choice.most_for) range.max = String(Math.min(scale.high, most))
      put(text)
      range.value = String(scale.position(text))
      say(text)
    }
    const words = label(...this.glossary.worded(choice.label))
    const head = [words, h("i", {class: "symbol"}, choice.symbol), this.aside(name), input]
    return h(
      "div",
      {class: "control", "data-control": name},
      h("div", {class: "head"}, ...head),
      range,
      this.help(name, choice),
    )
  }

  /**
   * @param {string} name
   * @param {Choice} choice
   */
  number(name, choice) {
    const {input, put} = this.field(name, {
      class: "typed wide",
      inputmode: "numeric",
      spellcheck: null,
      "aria-label": choice.label,
      "aria-describedby": `help-${name}`,
    })
    const nudge = (/** @type {number} */ by, /** @type {string} */ sign, /** @type {string} */ words) => {
      const onclick = () => this.wire.set(name, String(Number(this.wire.wished(name) ?? this.values?.[name]) + by))
      return h("button", {type: "button", class: "nudge", "aria-label": words, onclick}, sign)
    }
    this.setters[name] = put
    const down = nudge(-1, "−", t("{label} down", {label: choice.label}))
    const up = nudge(1, "+", t("{label} up", {label: choice.label}))
    const head = [label(choice.label), this.aside(name), down, input, up]
    return controlLine(name, choice.doc, head, this.help(name, choice, true))
  }

  /**
   * @param {string} name
   * @param {Choice} choice
   * @param {Record<string, string>} options
   */
  select(name, choice, options) {
    const select = selectField(Object.entries(options), {
      "aria-label": choice.label,
      "aria-describedby": `help-${name}`,
      onchange: () => this.wire.set(name, select.value),
    })
    this.setters[name] = (text) => {
      const known = [...select.options].some((option) => option.value === text)
      if (!known) select.append(h("option", {value: text}, text))
      select.value = text
    }
    return controlLine(name, choice.doc, [label(choice.label), select], this.aside(name), this.help(name, choice, true))
  }

  /**
   * @param {string} name
   * @param {Choice} choice
   * @param {Record<string, string>} many
   */
  checks(name, choice, many) {
    const most = choice.most ?? Infinity
    const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value)
    const onchange = () => this.wire.set(name, chosen().join(","))
    const boxes = Object.keys(many).map((value) => h("input", {type: "checkbox", value, onchange}))
    const rows = boxes.map((box) => {
      const {colour, line} = this.spec.systems[box.value]
      const style = `--colour: ${colour}; --line-image: ${line}`
      return h("label", {class: "system", style}, box, h("span", {}, many[box.value]))
    })
    this.setters[name] = (text) => {
      const keys = text.split(",")
      for (const box of boxes) {
        box.checked = keys.includes(box.value)
        box.disabled = (keys.length >= most && !box.checked) || (keys.length === 1 && box.checked)
      }
    }
    return h(
      "fieldset",
      {class: "control", "data-control": name, title: choice.doc},
      h("legend", {class: "label"}, t("{label}, at most {most}", {label: choice.label, most})),
      ...rows,
      this.help(name, choice, true),
    )
  }

  /**
   * Show the values in force, but where another is wished by now: there they answer an earlier move.
   * @param {Record<string, string>} values
   */
  show(values) {
    for (const name in values) if (values[name] !== this.values?.[name]) delete this.follows[name]
    this.values = values
    for (const [name, set] of Object.entries(this.setters)) {
      if (this.wire.wished(name) === undefined) set(values[name])
    }
    for (const control of this.element.querySelectorAll("[data-control]")) {
      const {control: name = ""} = /** @type {HTMLElement} */ (control).dataset
      control.toggleAttribute("hidden", !acts(this.spec.choices[name], values))
    }
  }

  /** The values in force, in words. */
  words() {
    const {values} = this
    if (!values) return ""
    const {choices, main, advanced} = this.spec
    const words = [...main, ...advanced].map((name) => {
      const {options, many} = choices[name]
      const named = options ?? many ?? {}
      const said = values[name].split(",").map((key) => named[key] ?? pretty(key))
      return acts(choices[name], values) ? `${choices[name].label}: ${said.join(", ")}` : ""
    })
    return words.filter(Boolean).join(" · ")
  }

  /**
   * Whom of some systems a prime means nothing.
   * @param {string[]} systems
   */
  without(systems) {
    const gated = this.spec.choices.prime.only_for.system
    const others = systems.filter((key) => !gated.includes(key)).map((key) => this.spec.systems[key].title)
    return others.length ? t("without gains, and so not primed: {systems}", {systems: others.join(", ")}) : ""
  }

  /**
   * What follows from the values.
   * @param {{alpha: number, flipped: number, neurons: number, routing: number | null, systems: string[]}} about
   * @param {string} target
   * @param {string} primed name of the pattern that is
   */
  about({alpha, flipped, neurons, routing, systems}, target, primed = "") {
    const temperature = this.values?.temperature ?? ""
    const ratio = Number(temperature) / (routing ?? 1)
    const near = 0 < ratio && ratio < FAR ? order(ratio) : pretty(rounded(ratio, 2))
    const share = temperature === "inf" ? "∞" : near
    const told = {
      load: pretty(`α = ${alpha.toPrecision(alpha < 1 ? 2 : 3)}`),
      noise: tn("{n} pixel", "{n} pixels", flipped),
      temperature: routing ? `${share} T_c` : "",
      target,
      prime: primed && [primed, this.without(systems)].filter(Boolean).join("; "),
    }
    this.follows = {...told, noise: tn("{n} of {all} pixel", "{n} of {all} pixels", flipped, {all: neurons})}
    for (const [name, say] of Object.entries(this.sayers)) say(this.values?.[name] ?? "")
    for (const [name, words] of Object.entries(told)) {
      const box = this.beside[name]
      if (!box || box.textContent === words) continue
      box.replaceChildren(...(name === "temperature" ? this.glossary.worded(words) : [words]))
    }
  }
}
