// The Explore page: a form, the map that it describes, and the cell that is looked at. A cell is x times the length of
// the vertical axis, plus y.

const AXIS_ENDS = [["from", "from"], ["to", "to"], ["count", "values"]]
const MINUTE = 60

class Explore extends Sheet {
  constructor(line, element, spec) {
    super(line, element, spec)
    this.fields = {}
    this.touched = new Set() // fields changed since a map was last asked for
    this.element.append(
      masthead("explore", this.copied = h("span", {class: "copied", "aria-live": "polite"}),
        h("button", {type: "button", onclick: () => copyLink(this.address(), this.copied, "Link copied: it opens this form")}, "Copy link")),
      h("div", {class: "columns"}, this.rail(), this.stage()))
  }

  // The form.

  rail() {
    const {spec} = this
    const systems = Object.entries(spec.systems)
    this.start = h("button", {type: "submit", class: "primary"}, "Compute")
    const file = h("input", {type: "file", accept: ".nc", hidden: true, "aria-label": "Map to open", onchange: () => this.open(file)})
    this.saving = h("button", {type: "button", disabled: true, onclick: () => this.send({type: "save"})}, "Save map")
    this.form = h("form", {class: "form", onsubmit: (event) => { event.preventDefault(); this.compute() },
      oninput: (event) => this.changed(event.target), onchange: (event) => this.changed(event.target) && this.send({type: "check", form: this.read()})},
      h("div", {class: "transport"}, this.start, this.saving,
        h("button", {type: "button", onclick: () => file.click()}, "Open map"), file),
      this.notice,
      this.axis("x", "Across"), this.axis("y", "Up"),
      this.select("system", "Memory", systems), this.select("against", "Compared with", [["", "nothing"], ...systems]),
      this.typed("draws", "Draws a cell", "n"),
      ...spec.main.map((name) => this.setting(name)),
      h("details", {class: "advanced"}, h("summary", {}, "Advanced"), ...spec.advanced.map((name) => this.setting(name))))
    return h("aside", {class: "rail", "aria-label": "What the map is of"}, this.form)
  }

  axis(key, words) {
    const {axes} = this.spec
    const name = h("select", {"aria-label": `${words}: what varies`, onchange: () => {
      const {from, to} = axes[name.value]
      this.show({[`${key}_from`]: from, [`${key}_to`]: to})
      for (const end of ["from", "to"]) this.touched.add(`${key}_${end}`)
      this.fit()
    }}, ...Object.entries(axes).map(([value, {label}]) => h("option", {value}, label)))
    this.fields[key] = name
    const ends = AXIS_ENDS.map(([end, said]) => h("label", {}, h("span", {}, said), this.input(`${key}_${end}`, `${words}: ${said}`)))
    return h("fieldset", {class: "control axis"}, h("legend", {class: "label"}, words), name, h("div", {class: "ends"}, ...ends))
  }

  input(name, words) {
    return (this.fields[name] = h("input", {class: "typed", type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": words}))
  }

  line(name, words, symbol, field, doc) {
    return h("div", {class: "control line", "data-control": name, title: doc},
      h("div", {class: "head"}, h("span", {class: "label"}, words), symbol ? h("i", {class: "symbol"}, symbol) : null, h("span", {class: "beside"}), field))
  }

  typed(name, words, symbol, doc) {
    return this.line(name, words, symbol, this.input(name, words), doc)
  }

  select(name, words, options, doc) {
    const field = (this.fields[name] = h("select", {"aria-label": words}, ...options.map(([value, said]) => h("option", {value}, said))))
    if (name === "patterns") field.onchange = () => this.fit()
    return this.line(name, words, "", field, doc)
  }

  setting(name) {
    const {label, doc, symbol, options} = this.spec.choices[name]
    if (options) return this.select(name, label, Object.entries(options), doc)
    return this.typed(name, label, symbol.length < 4 ? symbol : "", doc)
  }

  /** Put texts into the fields. */
  show(form) {
    for (const [name, text] of Object.entries(form)) if (this.fields[name]) this.fields[name].value = text.replace("inf", "∞")
  }

  /** Hide what does not act: the axes' own settings, and those of random patterns with images. */
  fit() {
    const {x, y, patterns} = this.fields
    for (const control of this.form.querySelectorAll("[data-control]")) {
      const name = control.dataset.control
      control.hidden = name === x.value || name === y.value
        || (["neurons", "correlation"].includes(name) && patterns.value !== "random")
    }
  }

  /** One of the fields has been changed by the person; whether it is one. */
  changed(field) {
    const name = Object.keys(this.fields).find((name) => this.fields[name] === field)
    if (!name) return false
    this.touched.add(name)
    this.compare()
    return true
  }

  /** Mark the map if it is of another form than the one to be read. */
  compare() {
    const form = this.read(), of = this.about?.form
    const same = (a, b) => a === b || (a !== "" && Number(a.replace(",", ".")) === Number(b))
    const stale = Boolean(of) && Object.entries(this.fields).some(([name, field]) => !field.closest("[data-control]")?.hidden && !same(form[name], of[name]))
    this.mapped.classList.toggle("stale", stale)
    this.stale.hidden = !stale
    const words = this.pending ? "This is the map before; that of the form is being made." : "The form has been changed: this map is of the form as it was. Compute makes it anew."
    if (stale && this.stale.textContent !== words) this.stale.textContent = this.spoken.textContent = words
    if (!stale) this.stale.textContent = ""
  }

  read() {
    const texts = Object.entries(this.fields).map(([name, field]) => [name, field.value.trim().replace("∞", "inf")])
    return {...this.wished, ...Object.fromEntries(texts)}
  }

  compute() {
    this.say("")
    this.touched.clear()
    this.pending = true
    this.send({type: "compute", form: this.read()})
  }

  async open(file) {
    const [chosen] = file.files
    file.value = ""
    if (!chosen) return
    if (chosen.size > this.spec.most_upload) {
      return this.say(`The file is ${(chosen.size / 1e6).toFixed(1)} MB, but may be a map of at most ${this.spec.most_upload / 1e6} MB.`)
    }
    this.touched.clear()
    this.pending = true
    this.send({type: "open", data: await chosen.arrayBuffer()})
  }

  resume() {
    const {measure, of} = this.wished ?? {}
    this.send(this.about ? {type: "show", measure, of} : {type: "ready"})
  }

  address() {
    return new URLSearchParams({page: "explore", v: "1", ...this.read()}).toString()
  }

  // The map.

  stage() {
    this.title = h("h2", {}, "A map of memory")
    this.status = h("p", {class: "typical"}, "Starting…")
    this.stale = h("p", {class: "changed", hidden: true})
    this.bar = h("progress", {max: 1, value: 0, "aria-label": "Progress of the map"})
    this.cancel = h("button", {type: "button", onclick: () => this.send({type: "cancel"})}, "Cancel")
    this.measure = h("select", {"aria-label": "What the map shows", onchange: () => this.look()},
      ...Object.entries(this.spec.measures).map(([value, words]) => h("option", {value}, words)))
    this.of = h("select", {"aria-label": "Of which memory", onchange: () => this.look()})
    this.unit = h("span")
    this.plot = h("div", {class: "plot map"})
    this.over = h("div", {class: "over", tabindex: 0, role: "application", "aria-label": "The map: arrows move over its cells and list their runs, Enter opens the first run on the Live page",
      onpointermove: (event) => this.point(this.under(event)), onpointerleave: () => this.point(null),
      onclick: (event) => { const cell = this.under(event); if (cell !== null) { this.choose(cell); this.go(cell) } },
      onkeydown: (event) => this.key(event)})
    this.pointed = this.over.appendChild(h("div", {class: "pointed", hidden: true}))
    this.chosen = this.over.appendChild(h("div", {class: "chosen", hidden: true}))
    this.spoken = h("p", {class: "unseen", role: "status"}) // neither what the pointer passes over nor every cell computed
    const opens = SERVED ? " and opens the first of them on the Live page, in a new tab" : ""
    this.readout = h("p", {class: "readout"}, `Point at a cell to read it. A click lists its runs${opens}.`)
    this.lines = h("div", {class: "legend"})
    this.settings = h("p", {class: "caption"})
    this.cellbox = h("section", {class: "cell", "aria-label": "The cell looked at"})
    return h("main", {class: "stage"},
      h("div", {class: "say"}, this.title, h("div", {class: "tools"}, this.status, this.bar, this.cancel), this.stale),
      h("div", {class: "tools choose"}, this.measure, this.of, this.unit),
      this.mapped = h("div", {class: "mapped"},
        h("figure", {class: "figure"}, h("div", {class: "framed"}, this.plot), this.lines, this.readout, this.spoken, this.settings),
        this.cellbox))
  }

  look() {
    this.wished = {...this.wished, measure: this.measure.value, of: this.of.value}
    this.send({type: "show", ...{measure: this.measure.value, of: this.of.value}})
  }

  /** What is told of a map belongs to its figure; of a figure to come, which brings it all, a fault alone is told. */
  take(message) {
    if ("drawn" in message && message.drawn !== this.about?.drawn) message = message.notice === undefined ? {} : {notice: message.notice}
    super.take(message)
  }

  on_notice(words) {
    if (words) this.pending = false
    super.on_notice(words)
    this.compare()
  }

  /** The form of a map to come; what has been changed since it was asked for stays. */
  on_form(form) {
    this.wished = form
    this.show(Object.fromEntries(Object.entries(form).filter(([name]) => !this.touched.has(name))))
    this.measure.value = form.measure
    this.fit()
    this.compare()
    if (location.search) address(this.address())
  }

  on_progress({state, done, all, left, waiting}) {
    const busy = state === "computing"
    this.bar.hidden = this.cancel.hidden = !busy
    this.start.disabled = false
    this.saving.disabled = !done
    if (all) this.bar.value = done / all
    const time = left == null ? "" : left > MINUTE ? `, ${Math.round(left / MINUTE)} min left` : `, ${Math.ceil(left)} s left`
    const others = waiting ? `, in turn with ${waiting} other map${waiting > 1 ? "s" : ""}` : ""
    this.status.textContent = {
      empty: "", computing: `${done} of ${all} cells${time}${others}`, finished: `All ${all} cells computed`,
      cancelled: `Cancelled at ${done} of ${all} cells`, failed: `Stopped at ${done} of ${all} cells`,
    }[state] ?? ""
    if (!busy && state !== this.state) this.spoken.textContent = this.status.textContent
    this.state = state
  }

  on_says(words) {
    this.title.textContent = words
  }

  async on_map(about, message) {
    this.about = about
    this.pending = false
    this.compare()
    this.figure = null
    this.columns = about.axes[0].values.length
    this.rows = about.axes[1].values.length
    this.means = about.systems.map(() => new Float32Array(this.columns * this.rows).fill(NaN))
    this.selected = null
    this.chosen.hidden = true
    this.cellbox.replaceChildren(h("p", {class: "caption"}, "A cell that is clicked, or chosen with the arrow keys, lists its runs here; each opens on the Live page."))
    this.settings.textContent = about.settings
    this.measure.value = about.measure
    this.unit.textContent = `colour: ${about.unit}, mean of ${about.draws} draws`
    const pairs = about.systems.map((key, i) => [key, about.titles[i]])
    if (pairs.length === 2) pairs.unshift([about.systems.join(), `${about.titles[0]} − ${about.titles[1]}`], [[...about.systems].reverse().join(), `${about.titles[1]} − ${about.titles[0]}`])
    this.of.replaceChildren(...pairs.map(([value, words]) => h("option", {value}, words)))
    this.of.value = about.of.join()
    this.of.hidden = pairs.length < 2
    this.lines.replaceChildren(...about.bounds.map(({key, words}) => h("span", {class: `key bound-${key}`}, words)))
    const before = this.drawing
    this.drawing = declaration(message.figure).then(async (item) => {
      await before // two at a time would both be in the box
      if (this.about !== about) return
      const plot = await this.embed(this.plot, item)
      if (this.about !== about) return
      this.figure = plot
      this.plot.append(this.over)
      this.fill()
    })
  }

  on_chunk(buffer) {
    const {header: {drawn}, arrays: {cells, means}} = unpack(buffer)
    if (drawn !== this.about?.drawn) return // of a figure to come, which brings all that is known by then
    const n = cells.data.length
    this.means.forEach((kept, system) => cells.data.forEach((cell, i) => (kept[cell] = means.data[system * n + i])))
    this.fill()
    if (this.selected !== null && cells.data.includes(this.selected)) this.send({type: "cell", cell: this.selected})
  }

  /** What is shown of a cell. */
  value(cell) {
    const [first, second] = this.about.of.map((key) => this.means[this.about.systems.indexOf(key)][cell])
    return this.about.of.length === 2 ? first - second : first
  }

  /** Put what is known into the figure. */
  fill() {
    if (!this.figure?.document || this.figure.element !== this.plot) return
    const {left, bottom} = this.figure.model("cells").data
    const values = Float32Array.from(left, (x, i) => this.value(Math.round(x + 0.5) * this.rows + Math.round(bottom[i] + 0.5)))
    const known = [...values].filter((value) => !Number.isNaN(value))
    if (known.length) this.figure.model("colours").setv(this.range(known))
    this.figure.set("cells", {value: values})
    this.place()
  }

  range(known) {
    const {measure, of, log} = this.about
    const most = Math.max(...known.map(Math.abs))
    if (of.length === 2) return {low: -(most || 1), high: most || 1}
    if (measure === "accuracy") return {low: 0, high: 1}
    if (log) return {low: Math.min(...known), high: Math.max(...known) * 1.0001}
    return {low: 0, high: most || 1}
  }

  paint() {
    super.paint()
    this.place()
  }

  /** Lay what is over the map onto its frame. */
  place() {
    if (!this.figure?.view?.frame) return
    const {left, top, width, height} = this.figure.view.frame.bbox
    this.over.style.cssText = `left:${left}px;top:${top}px;width:${width}px;height:${height}px`
    this.resizing ??= new ResizeObserver(() => requestAnimationFrame(() => this.place()))
    this.resizing.observe(this.plot)
  }

  under(event) {
    if (!this.about) return null
    const box = this.over.getBoundingClientRect()
    const x = Math.floor(((event.clientX - box.left) / box.width) * this.columns)
    const y = Math.floor((1 - (event.clientY - box.top) / box.height) * this.rows)
    return x < 0 || y < 0 || x >= this.columns || y >= this.rows ? null : x * this.rows + y
  }

  outline(mark, cell) {
    mark.hidden = cell === null
    if (cell === null) return
    const x = Math.floor(cell / this.rows), y = cell % this.rows
    mark.style.cssText = `left:${(100 * x) / this.columns}%;bottom:${(100 * y) / this.rows}%;width:${100 / this.columns}%;height:${100 / this.rows}%`
  }

  point(cell) {
    this.outline(this.pointed, cell)
    if (cell !== null) this.readout.textContent = this.words(cell)
  }

  where(cell) {
    const [x, y] = this.about.axes
    return `${x.label} ${x.values[Math.floor(cell / this.rows)]}, ${y.label} ${y.values[cell % this.rows]}`.replaceAll("inf", "∞")
  }

  words(cell) {
    const {systems, titles, unit} = this.about
    const each = systems.map((_, i) => `${titles[i]} ${this.number(this.means[i][cell])}`)
    return Number.isNaN(this.means[0][cell]) ? `${this.where(cell)}: not computed yet` : `${this.where(cell)}: ${each.join(", ")} ${unit}`
  }

  number(value) {
    return value == null || Number.isNaN(value) ? "–" : String(Number(value.toPrecision(3)))
  }

  key(event) {
    const by = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key]
    if (by && this.about) {
      const cell = this.selected ?? 0
      const x = Math.max(0, Math.min(this.columns - 1, Math.floor(cell / this.rows) + (this.selected === null ? 0 : by[0])))
      const y = Math.max(0, Math.min(this.rows - 1, (cell % this.rows) + (this.selected === null ? 0 : by[1])))
      this.choose(x * this.rows + y)
    } else if (event.key === "Enter" && this.selected !== null) this.go(this.selected)
    else return
    event.preventDefault()
  }

  choose(cell) {
    this.selected = cell
    this.outline(this.chosen, cell)
    this.readout.textContent = this.spoken.textContent = this.words(cell)
    this.send({type: "cell", cell})
  }

  /** The link of a cell's first draw: everything as in the template, but for the cell's own. */
  link(cell) {
    const query = new URLSearchParams(this.about.template)
    const places = [Math.floor(cell / this.rows), cell % this.rows]
    this.about.axes.forEach(({name, values}, i) => query.set(name, values[places[i]]))
    query.set("seed", this.about.first[cell])
    return "?" + query
  }

  go(cell) {
    if (SERVED) window.open(this.link(cell), "_blank", "noopener")
  }

  on_cell({cell, finished, mean, spread, draws, more}) {
    if (cell !== this.selected) return
    const {systems, titles, words, unit} = this.about
    const head = ["", ...titles].map((title) => h("th", {scope: "col"}, title))
    const row = (name, values) => h("tr", {}, h("th", {scope: "row"}, name), ...values.map((value) => h("td", {}, this.number(value))))
    const runs = draws.map(({link, values}, i) => h("tr", {},
      h("th", {scope: "row"}, way(link, `run ${i + 1} ↗`, {"aria-label": `Open run ${i + 1} on the Live page`})),
      ...values.map((value) => h("td", {}, this.number(value)))))
    this.cellbox.replaceChildren(h("h3", {}, this.where(cell)),
      finished
        ? h("p", {class: "caption"}, `${words}, ${unit}. Each run opens on the Live page.`)
        : h("p", {class: "caption"}, "Not computed yet; its runs can be opened already."),
      h("table", {}, h("thead", {}, h("tr", {}, ...head)),
        h("tbody", {}, ...(finished ? [row("mean", mean), row("spread", spread)] : []), ...runs)),
      more > 0 ? h("p", {class: "caption"}, `and ${more} more runs`) : "")
  }

  on_file(data, {name}) {
    const url = URL.createObjectURL(new Blob([data], {type: "application/x-netcdf"}))
    h("a", {href: url, download: name}).click()
    setTimeout(() => URL.revokeObjectURL(url), 10000)
  }

  close() {
    super.close()
    this.resizing?.disconnect()
  }
}

export const render = rendered(Explore)
