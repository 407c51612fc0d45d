// The controls of the left rail: the browser's own form elements, built from the store's declaration.

/** A small element: tag, attributes (`on...` are listeners), children. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, "")
    else if (value !== false && value != null) element.setAttribute(name, value)
  }
  element.append(...children.filter((c) => c != null))
  return element
}

/** Sends the newest value at once, then no faster than the server answers. */
class Wire {
  constructor(send) {
    this.send = send
    this.waiting = null
    this.busy = 0
  }

  set(name, value) {
    this.waiting = {...this.waiting, [name]: value}
    if (!this.busy) this._go()
  }

  answered() {
    clearTimeout(this.busy)
    this.busy = this.since = 0
    if (this.waiting) this._go()
  }

  _go() {
    const values = this.waiting
    this.waiting = null
    this.busy = setTimeout(() => this.answered(), 1000)
    this.since = performance.now()
    this.send({type: "set", values})
  }
}

/** Position of a slider to the text of a value, and back. */
function scaleOf({low, high, step, log, zero, infinity}) {
  const from = zero ? low - step : low
  const to = infinity ? high + step : high
  const digits = (value) => String(Number(value.toPrecision(log ? 2 : 6)))
  return {
    low: from,
    high: to,
    step,
    value: (position) =>
      !log ? digits(position) : zero && position < low - step / 2 ? "0" : infinity && position > high + step / 2 ? "inf" : digits(10 ** position),
    position: (text) =>
      !log ? Number(text) : Number(text) === 0 ? from : text === "inf" ? to : Math.max(low, Math.min(high, Math.log10(Number(text)))),
  }
}

const pretty = (text) => (text === "inf" ? "∞" : text)

class Controls {
  constructor(spec, wire, send) {
    this.spec = spec
    this.wire = wire
    this.send = send
    this.setters = {}
    this.beside = {}
    const rows = (names) => names.map((name) => this.row(name))
    this.advanced = h("details", {class: "advanced"}, h("summary", {}, "Advanced"))
    this.advanced.addEventListener("toggle", () => {
      if (this.advanced.children.length > 1) return // built when it is first opened
      this.advanced.append(...rows(spec.advanced))
      if (this.values) this.show(this.values)
    })
    this.element = h("div", {class: "controls"}, ...rows(spec.main), this.advanced)
  }

  row(name) {
    const declared = this.spec.choices[name]
    const build = declared.scale ? "slider" : declared.options ? "select" : declared.many ? "checks" : "number"
    return this[build](name, declared)
  }

  help(name, declared, quiet) {
    return h("p", {class: quiet ? "help unseen" : "help", id: `help-${name}`}, declared.doc)
  }

  /** What follows from the value, such as α from K; `note` fills it in. */
  aside(name) {
    return (this.beside[name] = h("span", {class: "beside"}))
  }

  field(name, declared) {
    const input = h("input", {
      class: "typed", type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false",
      "aria-label": `${declared.symbol}, exact value`,
      onchange: () => this.wire.set(name, input.value.trim()),
      // The old value typed again after a refusal is no change to the browser, but an answer to the sentence.
      onkeydown: (event) => event.key === "Enter" && this.wire.set(name, input.value.trim()),
    })
    return input
  }

  slider(name, declared) {
    const scale = scaleOf(declared.scale)
    const typed = this.field(name, declared)
    const range = h("input", {
      type: "range", min: scale.low, max: scale.high, step: scale.step, "aria-label": declared.label,
      "aria-describedby": `help-${name}`, "data-name": name,
      oninput: () => {
        const text = scale.value(Number(range.value))
        typed.value = pretty(text)
        range.setAttribute("aria-valuetext", `${declared.symbol} = ${pretty(text)}`)
        this.wire.set(name, text)
      },
    })
    this.setters[name] = (text) => {
      if (this.holds(range)) return // this answers an earlier move
      if (declared.most) range.max = Math.min(scale.high, declared.most[this.values.patterns] ?? scale.high)
      if (typed.getRootNode().activeElement !== typed || this.refused) typed.value = pretty(text)
      range.value = scale.position(text)
      range.setAttribute("aria-valuetext", `${declared.symbol} = ${pretty(text)}`)
    }
    return h("div", {class: "control", "data-control": name},
      h("div", {class: "head"}, h("span", {class: "label"}, declared.label), h("i", {class: "symbol"}, declared.symbol), this.aside(name), typed),
      range, this.help(name, declared))
  }

  /** Being used by the person at this moment. */
  holds(range) {
    return range.getRootNode().activeElement === range && (this.wire.busy || this.wire.waiting)
  }

  number(name, declared) {
    const input = h("input", {
      class: "typed wide", type: "text", inputmode: "numeric", autocomplete: "off", "aria-label": declared.label,
      "aria-describedby": `help-${name}`, onchange: () => this.wire.set(name, input.value.trim()),
    })
    const nudge = (by) => h("button", {
      type: "button", class: "nudge", "aria-label": `${declared.label} ${by < 0 ? "down" : "up"}`,
      onclick: () => this.wire.set(name, String(Number(this.values[name]) + by)),
    }, by < 0 ? "−" : "+")
    this.setters[name] = (text) => (input.value = text)
    return h("div", {class: "control line", "data-control": name, title: declared.doc},
      h("div", {class: "head"}, h("span", {class: "label"}, declared.label), this.aside(name), nudge(-1), input, nudge(1)), this.help(name, declared, true))
  }

  select(name, declared) {
    const select = h("select", {"aria-label": declared.label, "aria-describedby": `help-${name}`, onchange: () => this.wire.set(name, select.value)},
      ...Object.entries(declared.options).map(([value, words]) => h("option", {value}, words)))
    this.setters[name] = (text) => {
      if (![...select.options].some((option) => option.value === text)) select.append(h("option", {value: text}, text))
      select.value = text
    }
    return h("div", {class: "control line", "data-control": name, title: declared.doc},
      h("div", {class: "head"}, h("span", {class: "label"}, declared.label), select), this.help(name, declared, true))
  }

  checks(name, declared) {
    const boxes = Object.entries(declared.many).map(([key, words]) => {
      const box = h("input", {type: "checkbox", value: key, onchange: () => this.wire.set(name, boxes.filter((b) => b.box.checked).map((b) => b.box.value).join(","))})
      return {box, row: h("label", {class: "system", style: `--colour: ${this.spec.colours[key]}`}, box, h("span", {}, words))}
    })
    this.setters[name] = (text) => {
      const chosen = text.split(",")
      for (const {box} of boxes) {
        box.checked = chosen.includes(box.value)
        box.disabled = (chosen.length >= declared.most && !box.checked) || (chosen.length === 1 && box.checked)
      }
    }
    return h("fieldset", {class: "control", "data-control": name, title: declared.doc},
      h("legend", {class: "label"}, `${declared.label}, at most ${declared.most}`), ...boxes.map((b) => b.row), this.help(name, declared, true))
  }

  /** Show the values in force; after a refusal also where the person has typed. */
  show(values, refused) {
    this.values = values
    this.refused = refused
    for (const [name, set] of Object.entries(this.setters)) set(values[name])
    for (const name of ["neurons", "correlation"]) {
      const control = this.advanced.querySelector(`[data-control=${name}]`)
      if (control) control.hidden = values.patterns !== "random"
    }
    const beta = this.advanced.querySelector("[data-control=beta]")
    if (beta) beta.hidden = !values.system.split(",").includes("modern")
  }

  note(name, words) {
    if (this.beside[name] && this.beside[name].textContent !== words) this.beside[name].textContent = words
  }
}
