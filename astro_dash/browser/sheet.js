// What the quiet pages (Explore, Paper) share: messages, figures of the server, the colours of the ground.

const SILENCE_MS = 20000

class Sheet {
  constructor(model, element, spec) {
    Object.assign(this, {element, spec, plots: []})
    this.notice = h("p", {class: "notice", role: "alert", hidden: true})
    this.send = (message) => {
      model.send_msg(message)
      clearTimeout(this.silence)
      this.silence = setTimeout(() => this.say("The server does not answer. Reload the page to go on."), SILENCE_MS)
    }
    this.dark = matchMedia("(prefers-color-scheme: dark)")
    this.onDark = () => this.paint()
    this.dark.addEventListener("change", this.onDark)
    requestAnimationFrame(() => this.paint())
  }

  close() {
    clearTimeout(this.silence)
    this.dark.removeEventListener("change", this.onDark)
  }

  /** A sentence for the person, or none. */
  say(words) {
    this.notice.hidden = !words
    this.notice.textContent = words
  }

  /** A message of the server: each of its parts goes to the method `on_` of that name. */
  take(message) {
    clearTimeout(this.silence)
    for (const [part, value] of Object.entries(message)) this[`on_${part}`]?.(value, message)
  }

  on_notice(words) {
    this.say(words)
  }

  /** Put a figure of the server (Bokeh's json_item) into a box, instead of what was there. */
  async embed(box, item) {
    this.plots = this.plots.filter((plot) => plot.element !== box)
    box.replaceChildren()
    const plot = new Plot({item, feeds: []}, box)
    this.plots.push(plot)
    await plot.embed()
    plot.paint(this.colours())
    return plot
  }

  colours() {
    const style = getComputedStyle(this.element)
    return Object.fromEntries(["ground", "ink", "muted", "paper", "print"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
  }

  paint() {
    if (document.title === "Astro Dash") document.documentElement.style.background = this.colours().ground
    for (const plot of this.plots) plot.paint(this.colours())
  }
}

/** The `render` of a page made of a Sheet. */
function renderSheet(Kind) {
  return ({model}) => {
    const element = h("div", {class: "astro-dash"})
    declaration(model.spec).then((spec) => {
      const page = new Kind(model, element, spec)
      model.on("msg:custom", (message) => page.take(message))
      model.on("remove", () => page.close())
      page.send({type: "ready"})
    })
    return element
  }
}
