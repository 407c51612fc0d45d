// What the quiet pages (Explore, Paper) share: messages, figures of the server, the colours of the ground.

class Sheet {
  constructor(line, element, spec) {
    Object.assign(this, {element, spec, plots: []})
    this.notice = h("p", {class: "notice", role: "alert", hidden: true})
    this.send = (message) => line.send(message)
    this.dark = matchMedia("(prefers-color-scheme: dark)")
    this.onDark = () => this.paint()
    this.dark.addEventListener("change", this.onDark)
    requestAnimationFrame(() => this.paint())
  }

  close() {
    this.dark.removeEventListener("change", this.onDark)
  }

  /** The line is back: what there is may be old. */
  resume() {
    this.send({type: "ready"})
  }

  /** A sentence for the person, or none. */
  say(words) {
    this.notice.hidden = !words
    this.notice.textContent = words
  }

  /** A message of the server: each of its parts goes to the method `on_` of that name. */
  take(message) {
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
    for (const plot of this.plots) plot.paint(this.colours())
  }
}
