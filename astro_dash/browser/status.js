// A frame in words: the line above the stage and the captions under the pictures, which always agree, and what is spoken.

const VERDICTS = ["still moving", "recalled", "wrong memory", "mirror image", "mixture", "broke down: the Euler step is too large"]
const MOVING = 0

class Status {
  constructor(player) {
    this.player = player
    this.line = h("p", {class: "status"}, "Starting…")
    this.spoken = h("p", {class: "unseen", role: "status"}) // changes when something has been decided, not with time
  }

  show() {
    const {about, frames, frame, plots, atEnd, atRest, time} = this.player
    for (const plot of plots) if (plot.system && about.systems.includes(plot.system)) this.caption(plot, frame)
    const done = atEnd && atRest
    const digits = Math.max(0, Math.min(4, Math.ceil(-Math.log10(about.dt))))
    const parts = about.systems.map((key) => this.verdict(key, frame) + this.count(key, frame))
    put(this.line, [`t = ${time.toFixed(digits)}`, ...parts, ...(done ? ["at rest"] : [])].join(" · "))
    const decided = about.systems.filter((key) => frames.value(`verdict:${key}`, frame) !== MOVING)
    put(this.spoken, done ? `${parts.join(", ")}, at rest` : decided.map((key) => this.verdict(key, frame)).join(", "))
  }

  verdict(key, frame) {
    const {frames, about, names} = this.player
    const verdict = frames.value(`verdict:${key}`, frame)
    if (verdict === 1) return `${key} recalled ${names[about.target]}`
    return `${key}: ${VERDICTS[verdict]}${verdict === 2 ? `, ${names[frames.value(`winner:${key}`, frame)]}` : ""}`
  }

  count(key, frame) {
    const wrong = this.player.frames.value(`wrong:${key}`, frame)
    return isNaN(wrong) ? "" : ` (${Number(wrong.toFixed(1))} wrong pixel${wrong === 1 ? "" : "s"})`
  }

  caption(plot, frame) {
    const {frames} = this.player
    const verdict = frames.value(`verdict:${plot.system}`, frame)
    const [, words, numbers] = plot.words.children
    if (put(words, VERDICTS[verdict])) plot.figure.dataset.verdict = verdict
    const wrong = frames.value(`wrong:${plot.system}`, frame)
    put(numbers, isNaN(wrong) ? "no numbers left" : `${Number(wrong.toFixed(1))} wrong · m = ${frames.value(`overlap:${plot.system}`, frame).toFixed(2)}`)
    const name = `${plot.heading}: ${VERDICTS[verdict]}`
    if (plot.element.getAttribute("aria-label") !== name) plot.element.setAttribute("aria-label", name)
  }
}

/** Set the text of an element if it is another; whether it was. */
function put(element, text) {
  const other = element.textContent !== text
  if (other) element.textContent = text
  return other
}
