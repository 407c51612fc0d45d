// The Live page: header, rail, stage and timeline, put together once; then only told of changes.

const HOLD_MS = 100 // so long nothing else is drawn after a slider has moved
const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16]
const KEYS = [["Space", "run or pause"], ["→  ←", "one step on or back"], ["End  Home", "jump to the end or the start"], ["R", "reset"], ["N", "new seed"], ["?", "this list"]]

class Page {
  constructor(line, element, spec) {
    this.spec = spec
    this.send = (message) => line.send(message)
    this.player = new Player(this.send, line.place)
    this.wire = new Wire((message) => this.send({...message, frame: this.player.frame}))
    this.player.awaits = () => this.wire.since && performance.now() - this.wire.since < HOLD_MS
    this.controls = new Controls(this.spec, this.wire, this.send)
    this.stroke = "flip"
    this.pen = new Set() // pixels of the cue drawn on and not sent yet
    this.drawing = 0
    this.element = element
    this.element.append(this.header(), h("div", {class: "columns"}, this.rail(), this.stage()), this.keys())
    this.player.listeners.push((what, detail) => this[`on_${what}`]?.(detail))
    this.listen()
    requestAnimationFrame(() => this.paint())
  }

  header() {
    this.copied = h("span", {class: "copied", "aria-live": "polite"})
    return masthead("live", this.copied,
      h("button", {type: "button", onclick: () => copyLink(this.query, this.copied, "Link copied: it opens these choices from t = 0")}, "Copy link"),
      h("button", {type: "button", "aria-label": "Keyboard shortcuts", onclick: () => this.help.showModal()}, "?"))
  }

  rail() {
    this.run = h("button", {type: "button", class: "primary", onclick: () => this.player.toggle()}, "Pause")
    const speed = h("select", {"aria-label": "Speed", onchange: () => (this.player.speed = Number(speed.value))},
      ...SPEEDS.map((s) => h("option", {value: s, selected: s === this.player.speed}, `${{0.25: "¼", 0.5: "½"}[s] ?? s}×`)))
    this.notice = h("p", {class: "notice", role: "alert", hidden: true})
    return h("aside", {class: "rail", "aria-label": "Controls"},
      h("div", {class: "transport"}, this.run,
        h("button", {type: "button", onclick: () => this.player.step(1)}, "Step"),
        h("button", {type: "button", onclick: () => this.send({type: "reset"})}, "Reset"),
        speed,
        h("button", {type: "button", class: "seed", onclick: () => this.newSeed()}, "New seed")),
      this.notice, this.controls.element)
  }

  newSeed() {
    this.send({type: "new_seed"})
  }

  stage() {
    this.status = new Status(this.player)
    this.typical = h("p", {class: "typical"})
    this.scrub = h("input", {type: "range", min: 0, max: 1, value: 0, step: 1, class: "scrub", "aria-label": "Timeline",
      oninput: () => {
        this.player.playing = this.player.wished = false
        this.on_state()
        this.player.seek(Number(this.scrub.value))
      }})
    this.ticks = h("div", {class: "ticks"})
    this.clock = h("span", {class: "clock"}, "t = 0")
    const back = h("button", {type: "button", "aria-label": "Step back", onclick: () => this.player.step(-1)}, "◂")
    const on = h("button", {type: "button", "aria-label": "Step on", onclick: () => this.player.step(1)}, "▸")
    const end = h("button", {type: "button", "aria-label": "Jump to the end", onclick: () => this.jump()}, "▸|")
    this.views = h("div", {class: "views"}, ...this.spec.views.map((view) => this.view(view)))
    return h("main", {class: "stage"},
      h("div", {class: "say"}, this.status.line, this.status.spoken, this.typical),
      this.views,
      h("div", {class: "timeline"}, back, on, h("div", {class: "track"}, this.scrub, this.ticks), end, this.clock))
  }

  jump() {
    this.player.end()
  }

  view(declared) {
    const plots = h("div", {class: "plots"})
    const section = h("section", {class: `view view-${declared.key}`, "aria-label": declared.title, "data-gated": declared.gated},
      h("h2", {}, declared.title), plots, h("p", {class: "caption"}, declared.caption))
    for (const one of declared.plots) plots.append(this.plot(one))
    const head = section.querySelector("h2")
    this[`dress_${declared.key}`]?.(section, head, plots)
    return section
  }

  plot(declared) {
    const box = h("div", {class: "plot"})
    const plot = new Plot(declared, box)
    this.player.plots.push(plot)
    if (!declared.heading) return box
    box.classList.add("picture")
    plot.words = h("figcaption", {}, h("b", {}, declared.heading), h("span", {class: "verdict"}), h("span", {class: "numbers"}))
    const figure = h("figure", {class: declared.system ? "state" : declared.role || "target", style: declared.system ? `--colour: ${this.spec.colours[declared.system]}` : null}, plot.words, box)
    plot.figure = figure
    figure.hidden = Boolean(declared.system)
    box.setAttribute("role", "img")
    if (declared.role) this.touch(plot, box)
    return figure
  }

  touch(plot, box) {
    box.tabIndex = 0
    const grid = () => this.player.about?.grid ?? [8, 8]
    touchPixels(box, grid, (pixels, done) => {
      if (plot.role !== "cue") {
        if (done && pixels.length) this.send({type: "perturb", system: plot.role, pixels, frame: this.player.frame})
        return
      }
      if (done) return
      const [rows, columns] = grid()
      for (const pixel of pixels) {
        this.pen.add(pixel)
        if (this.stroke !== "erase") continue
        for (const by of [-columns - 1, -columns, -columns + 1, -1, 1, columns - 1, columns, columns + 1]) {
          const near = pixel + by
          if (near >= 0 && near < rows * columns && Math.abs((near % columns) - (pixel % columns)) < 2) this.pen.add(near)
        }
      }
      this.draw()
    })
  }

  /** Send what has been drawn on the cue; while an answer is awaited it gathers. */
  draw() {
    if (!this.pen.size || this.drawing) return
    this.drawing = setTimeout(() => this.drawn(), 1000)
    this.send({type: "flip", pixels: [...this.pen], ink: this.stroke === "erase" ? false : null})
    this.pen.clear()
  }

  drawn() {
    clearTimeout(this.drawing)
    this.drawing = 0
    this.draw()
  }

  dress_retrieval(section, head, plots) {
    const tools = ["flip", "erase"].map((key) =>
      h("label", {class: "tool"}, h("input", {type: "radio", name: "stroke", value: key, checked: key === "flip", onchange: () => (this.stroke = key)}), key === "flip" ? "flip pixels" : "erase"))
    this.memories = h("select", {"aria-label": "Load a memory into the cue", onchange: () => {
      if (this.memories.value) this.send({type: "load_memory", pattern: Number(this.memories.value)})
      this.memories.value = ""
    }})
    this.undraw = h("button", {type: "button", hidden: true, onclick: () => this.send({type: "undraw"})}, "Back to the noisy cue")
    plots.append(h("div", {class: "words"}, section.querySelector(".caption"),
      h("div", {class: "tools", role: "group", "aria-label": "Drawing on the cue"}, h("span", {}, "On the cue:"), ...tools, this.memories, this.undraw)))
  }

  dress_simplex(section, head, plots) {
    const box = plots.firstElementChild
    box.classList.add("tall")
    this.cornerNames = ["a", "b", "r"].map((key) => h("span", {class: `corner corner-${key}`}))
    box.append(...this.cornerNames)
    this.off = h("span", {class: "off"})
    this.cornerChoices = ["left", "right", "top"].map((where, i) => h("select", {"aria-label": `Pattern at the ${where} corner`, onchange: () => this.chooseView()}))
    section.append(h("div", {class: "tools"}, h("span", {}, "Corners:"), ...this.cornerChoices, this.off),
      h("p", {class: "caption"}, "Rest points of the drift: ● stable, ⊗ saddle, ○ unstable."))
  }

  dress_energy(section, head) {
    this.energyTitle = head
    const plot = this.player.plots.at(-1)
    this.energyPlot = plot
    const names = {free: "−KT log Z", gap: "KT·KL(p‖π)", neurons: "neurons"}
    const styles = {free: "dashed", gap: "dotted", neurons: "dashdot"}
    const boxes = Object.entries(names).map(([array, words]) =>
      h("label", {class: `tool term term-${array}`}, h("input", {type: "checkbox", onchange: (event) => this.showTerm(array, event.target.checked)}), words))
    this.focusChoice = h("select", {"aria-label": "System whose energy and gains are shown", onchange: () => this.chooseView()})
    section.append(h("div", {class: "tools"}, this.focusChoice, ...boxes))
  }

  showTerm(array, shown) {
    const plot = this.energyPlot
    const trace = plot.feeds.find((feed) => feed.array === array)
    for (const renderer of plot.view.model.renderers) if (renderer.data_source.name === trace.source) renderer.visible = shown
    const fit = plot.feeds.find((feed) => feed.feed === "fit")
    fit.arrays = shown ? [...fit.arrays, array] : fit.arrays.filter((a) => a !== array)
    if (this.player.about) {
      plot.load(this.player)
      this.player.draw(0)
    }
  }

  dress_attention(section, head, plots) {
    this.thumbs = h("div", {class: "thumbs"})
    this.perplexity = h("span", {class: "aside"})
    plots.append(this.thumbs)
    head.append(this.perplexity)
  }

  dress_overlap(section, head) {
    this.legends = [...(this.legends ?? []), h("div", {class: "legend"})]
    head.append(this.legends.at(-1))
  }

  dress_error(section, head) {
    this.dress_overlap(section, head)
  }

  chooseView() {
    const corners = this.cornerChoices.map((choice) => (choice.value === "" ? null : Number(choice.value)))
    this.send({type: "view", focus: this.focusChoice.value, corners})
    this.wished_corners = this.cornerChoices.map((choice) => choice.value)
  }

  keys() {
    this.help = h("dialog", {class: "keys"}, h("h2", {}, "Keyboard"),
      h("dl", {}, ...KEYS.flatMap(([key, words]) => [h("dt", {}, key), h("dd", {}, words)])),
      h("p", {}, "On a picture: arrows move over its pixels, Space flips one."),
      h("form", {method: "dialog"}, h("button", {}, "Close")))
    return this.help
  }

  listen() {
    this.onKey = (event) => {
      const target = event.composedPath()[0]
      if (event.ctrlKey || event.metaKey || event.altKey || this.help.open || !this.element.isConnected) return
      if (target.matches?.("input[type=text], select, textarea")) return
      const onButton = target.matches?.("button, summary, input[type=checkbox], input[type=radio]")
      const onRange = target.matches?.("input[type=range]")
      const act = {
        " ": () => !onButton && this.player.toggle(),
        ArrowRight: () => !onRange && this.player.step(1),
        ArrowLeft: () => !onRange && this.player.step(-1),
        End: () => !onRange && this.jump(),
        Home: () => !onRange && this.player.seek(0),
        r: () => this.send({type: "reset"}),
        n: () => this.newSeed(),
        "?": () => this.help.showModal(),
      }[event.key.length === 1 ? event.key.toLowerCase() : event.key]
      if (!act || act() === false) return
      event.preventDefault()
      event.stopPropagation()
    }
    // Elsewhere keys are another's, unless the person is in here: a click is enough.
    if (!SERVED) this.element.tabIndex = -1
    this.hears = SERVED ? document : this.element
    this.hears.addEventListener("keydown", this.onKey)
    this.dark = matchMedia("(prefers-color-scheme: dark)")
    this.onDark = () => this.paint()
    this.dark.addEventListener("change", this.onDark)
  }

  close() {
    this.hears.removeEventListener("keydown", this.onKey)
    this.dark.removeEventListener("change", this.onDark)
    clearTimeout(this.linking)
    this.player.close()
  }

  async embed() {
    for (const plot of this.player.plots) {
      if (plot.system && !this.player.about?.systems.includes(plot.system)) continue
      if (plot.embedding) continue
      plot.embedding = plot.embed()
      await plot.embedding
      if (plot === this.energyPlot) for (const array of ["free", "gap", "neurons"]) this.showTerm(array, false)
      plot.paint(this.colours())
      if (this.player.about) {
        plot.load(this.player)
        plot.show(this.player, this.player.position, 0)
      }
    }
  }

  colours() {
    const style = getComputedStyle(this.element)
    const colours = Object.fromEntries(["ground", "ink", "muted", "paper", "print"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
    return {...colours, focus: this.spec.colours[this.player.about?.focus]}
  }

  paint() {
    for (const plot of this.player.plots) {
      plot.paint(this.colours())
      if (this.player.about) plot.load(this.player)
    }
    if (!this.player.about) return
    this.picturesChanged()
    this.player.draw(0)
  }

  // What the server says.

  take(message) {
    if (message.notice !== undefined) {
      this.notice.hidden = !message.notice
      this.notice.textContent = message.notice
    }
    if (message.values) {
      this.wire.answered()
      this.controls.show(message.values, Boolean(message.notice))
      this.undraw.hidden = !message.values.cue
    }
    if (message.link) this.link(message.link)
    if (message.chosen) this.send({type: "set", values: {}, frame: this.player.frame}) // in Python: act on it
    if (message.chunk) this.player.take(message.chunk)
    if ("typical" in message) this.tellTypical(message.typical)
    if (message.values && this.drawing) this.drawn()
  }

  link(query) {
    this.query = query
    clearTimeout(this.linking)
    this.linking = setTimeout(() => address(query), 300)
  }

  // What the line asks.

  address() {
    return this.query
  }

  place() {
    return this.player.place()
  }

  resume() {
    const {about, generation, frames} = this.player
    this.send(about ? {type: "resume", generation, frames: frames.count} : {type: "ready"})
    this.player.asked = null
  }

  tellTypical(counts) {
    this.typical.textContent = counts
      ? `Of 50 other cues of this memory: ${Object.entries(counts).map(([key, n]) => `${key} recalls ${n}`).join(", ")}.`
      : "A memory this large is not run on 50 other cues."
  }

  // What the player says.

  on_chunk(mode) {
    const {about} = this.player
    if (mode !== "more") {
      if (this.about?.focus !== about.focus) for (const plot of this.player.plots) plot.paint(this.colours())
      this.about = about
      for (const plot of this.player.plots) if (plot.figure && plot.system) plot.figure.hidden = !about.systems.includes(plot.system)
      this.element.style.setProperty("--ratio", `${about.grid[1]} / ${about.grid[0]}`)
      this.element.querySelectorAll("[data-gated]").forEach((section) => section.classList.toggle("ungated", !about.gated))
      this.embed()
      this.picturesChanged()
      this.besides()
    }
    this.scrub.max = this.player.frames.count - 1
    this.ticks.replaceChildren(...this.player.marks.map((mark) => h("i", {style: `left: ${(100 * mark) / Math.max(1, this.player.frames.count - 1)}%`})))
    if (mode === "reset" && matchMedia("(prefers-reduced-motion: reduce)").matches && this.player.wished) this.still = true
    if (this.still && this.player.atRest) {
      this.still = false
      this.jump()
    }
    this.on_state()
  }

  picturesChanged() {
    const {about, player: {names}} = this
    const {pictures} = this.player.frames
    const {data, shape} = pictures["picture:shown"]
    const colours = this.colours()
    const size = shape[1]
    const key = JSON.stringify([about.shown, this.player.names, about.target, about.load, about.corners, about.systems, about.focus, about.grid, about.never_rises, about.flipped, colours]) + data
    if (key === this.drawnPictures) return
    this.drawnPictures = key
    this.thumbs.replaceChildren(...about.shown.map((pattern, i) =>
      h("button", {type: "button", class: pattern === about.target ? "is-target" : "", title: names[pattern],
        "aria-label": `Make ${names[pattern]} the target`, onclick: () => this.wire.set("target", String(pattern))},
        thumbnail(data.subarray(i * size, (i + 1) * size), about.grid, colours), h("span", {}, `#${pattern}`))),
      ...Array.from({length: this.spec.shown - about.shown.length}, () => h("span", {})),
      h("span", {class: "others"}, about.load > about.shown.length ? "rest" : ""))
    const options = (first) => [h("option", {value: ""}, first), ...about.shown.map((p) => h("option", {value: p}, names[p]))]
    this.memories.replaceChildren(...options("load a memory…"))
    const usual = ["target", "strongest rival", "all the others"]
    this.cornerChoices.forEach((choice, i) => {
      choice.replaceChildren(...options(usual[i]))
      choice.value = this.wished_corners?.[i] ?? ""
      if (choice.selectedIndex < 0) choice.value = ""
    })
    const [a, b, r] = about.corners
    const say = (pattern, role) => (pattern === null ? ({1: "no others", 2: "no others", 3: "the other one"}[about.load] ?? `all ${about.load - 2} others`) : pattern === about.target ? `target: ${names[pattern]}` : role ? `${role}: ${names[pattern]}` : names[pattern])
    this.cornerNames.forEach((name, i) => (name.textContent = say([a, b, r][i], i === 1 && !this.wished_corners?.[1] ? "rival" : "")))
    this.focusChoice.replaceChildren(...about.systems.map((key) => h("option", {value: key}, key)))
    this.focusChoice.value = about.focus
    this.energyTitle.textContent = about.never_rises === "never rises" ? "Energy never rises" : `Energy ${about.never_rises}`
    for (const legend of this.legends) legend.replaceChildren(...about.systems.map((key) => h("span", {class: `key key-${key}`, style: `--colour: ${this.spec.colours[key]}`}, key)))
    const target = this.player.plots.find((p) => p.heading === "Target")
    target.words.children[1].textContent = names[about.target]
    target.element.setAttribute("aria-label", `Target: ${names[about.target]}`)
    const cue = this.player.plots.find((p) => p.role === "cue")
    cue.words.children[1].textContent = `${about.flipped} of ${about.neurons} pixels flipped`
    cue.element.setAttribute("aria-label", `Cue: ${about.flipped} of ${about.neurons} pixels differ from the target; arrows and Space flip pixels`)
  }

  besides() {
    const {about, controls} = this
    const {values} = controls
    controls.note("load", `α = ${about.alpha.toPrecision(about.alpha < 1 ? 2 : 3)}`)
    controls.note("noise", `${about.flipped} pixels`)
    const ratio = about.routing ? Number(values.temperature) / about.routing : 0
    controls.note("temperature", values.temperature === "inf" ? "∞ T_c" : `${Number(ratio.toPrecision(ratio < 1e-3 ? 1 : 2))} T_c`)
    controls.note("target", this.player.names[about.target])
  }

  on_state() {
    const words = this.player.playing ? "Pause" : "Run"
    if (this.run.textContent !== words) this.run.textContent = words
    this.say()
  }

  on_move() {
    this.scrub.value = this.player.frame
    const digits = Math.max(0, Math.min(4, Math.ceil(-Math.log10(this.about.dt))))
    this.clock.textContent = `t = ${this.player.time.toFixed(digits)}`
    this.say()
  }

  /** The state in words. */
  say() {
    const {player, about} = this
    if (!about || !player.frames.count) return
    const {frames, frame} = player
    this.status.show()
    const perplexity = frames.value(`perplexity:${about.focus}`, frame)
    this.perplexity.textContent = `perplexity ${perplexity.toFixed(perplexity < 10 ? 1 : 0)}`
    const off = frames.value("off", frame)
    this.off.textContent = about.corners[2] === null ? "no share is left out" : `${(100 * off).toFixed(1)} % lies off these corners`
  }
}

export const render = rendered(Page)
