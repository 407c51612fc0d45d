// The Paper page: its claims with our numbers, and its figures, which are fetched when they come into view.

const VERDICT_MARKS = {"holds": "✓", "holds in part": "◐", "does not hold": "✗"}

class Paper extends Sheet {
  constructor(line, element, spec) {
    super(line, element, spec)
    this.status = h("p", {class: "unseen", role: "status"})
    this.figures = Object.fromEntries(Object.entries(spec.figures).map(([number, figure]) => [number, new Reproduced(this, number, figure)]))
    const boxes = Object.values(this.figures).map((figure) => figure.element)
    this.element.append(masthead("paper"), h("main", {class: "article"},
      h("h2", {}, "What the paper says, computed again"),
      ...spec.intro.map((words) => h("p", {class: "lead"}, words)),
      this.notice, this.status, this.claims(), ...boxes))
    const seen = new IntersectionObserver((entries) => {
      for (const {isIntersecting, target} of entries) {
        if (!isIntersecting) continue
        seen.unobserve(target)
        this.send({type: "figure", number: target.dataset.number})
      }
    }, {rootMargin: "400px"})
    for (const box of boxes) seen.observe(box)
  }

  claims() {
    const head = ["Claim", "Our number", "Verdict", "See for yourself"].map((words) => h("th", {scope: "col"}, words))
    return h("table", {class: "claims", "aria-label": "Claims of the paper, our numbers and verdicts"},
      h("thead", {}, h("tr", {}, ...head)),
      h("tbody", {}, ...this.spec.claims.map((claim) => this.claim(claim))))
  }

  claim({key, claim, paper, ours, verdict, figure, links}) {
    const ways = (SERVED ? links : []).map(({words, query}) => way(query, words, {class: "way"}))
    if (figure) ways.push(h("button", {type: "button", onclick: () => this.figures[figure].show()}, `Figure ${figure}`))
    return h("tr", {"data-claim": key},
      h("th", {scope: "row"}, h("b", {}, `(${key}) ${claim}`), h("span", {}, paper)),
      h("td", {"data-head": "Our number"}, ...ours.map((words) => h("p", {}, words))),
      h("td", {"data-head": "Verdict", class: "judged", "data-verdict": verdict},
        h("span", {"aria-hidden": "true"}, VERDICT_MARKS[verdict] + " "), verdict),
      h("td", {"data-head": "See"}, h("div", {class: "ways"}, ...ways)))
  }

  on_figure({number, packed}) {
    this.figures[number].take(packed)
  }

  on_progress(message) {
    this.figures[message.number].progress(message)
  }

  /** Computing one figure ends the computing of another. */
  recompute(number) {
    for (const figure of Object.values(this.figures)) if (figure.number !== number) figure.idle()
    this.say("")
    this.send({type: "recompute", number})
  }
}

/** One figure: its panels and numbers, and the way to compute it again. */
class Reproduced {
  constructor(page, number, {title, about, caption}) {
    Object.assign(this, {page, number, shipped: null})
    this.panels = h("div", {class: "panels"}, h("p", {class: "coming"}, "Drawing…"))
    this.numbers = h("details", {class: "numbers-of"}, h("summary", {}, "The numbers"))
    this.again = h("button", {type: "button", "aria-label": `Recompute figure ${number}`, onclick: () => this.start()}, "Recompute")
    this.cancel = h("button", {type: "button", "aria-label": `Cancel figure ${number}`, hidden: true, onclick: () => page.send({type: "cancel"})}, "Cancel")
    this.bar = h("progress", {max: 1, value: 0, hidden: true, "aria-label": `Progress of figure ${number}`})
    this.told = h("span", {class: "told"})
    this.heading = h("h2", {tabindex: -1}, `Figure ${number}. ${title}`)
    this.element = h("section", {class: "reproduced", "data-number": number, "aria-label": `Figure ${number}. ${title}`},
      this.heading, h("p", {class: "caption"}, caption), this.panels,
      h("p", {class: "caption setting"}, about),
      h("div", {class: "tools"}, this.again, this.bar, this.cancel, this.told), this.numbers)
  }

  show() {
    this.heading.scrollIntoView({block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"})
    this.heading.focus({preventScroll: true})
  }

  async take(packed) {
    this.shipped ??= packed
    this.shown = packed
    const {panels, scales, table} = await declaration(packed)
    if (this.shown !== packed) return // another came while this one was unpacked
    const boxes = panels.map(({alt}) => h("div", {class: "plot", role: "img", "aria-label": alt}))
    const under = (i) => scales.filter(({after}) => after === i + 1).map(scaleBar)
    this.panels.replaceChildren(
      ...panels.flatMap(({title}, i) => [h("figure", {}, h("figcaption", {}, title), boxes[i]), ...under(i)]))
    this.numbers.replaceChildren(this.numbers.firstElementChild, numbersTable(table, `Numbers of figure ${this.number}`),
      h("p", {class: "caption"}, "All of them: ", h("code", {}, `python -m astro_dash figure ${this.number} --out figure-${this.number}.nc`)))
    this.page.plots = this.page.plots.filter((plot) => plot.element.isConnected)
    for (const [i, {item}] of panels.entries()) await this.page.embed(boxes[i], item)
  }

  start() {
    this.page.recompute(this.number)
    this.run(true)
    this.bar.removeAttribute("value")
    this.told.textContent = "starting"
    this.page.status.textContent = `Computing figure ${this.number}.`
    this.cancel.focus()
  }

  run(running) {
    if (!running && this.cancel.getRootNode().activeElement === this.cancel) this.again.hidden = false, this.again.focus()
    this.again.hidden = running
    this.cancel.hidden = this.bar.hidden = !running
  }

  /** Nothing is computed, and what was shipped is shown. */
  idle() {
    this.run(false)
    this.told.textContent = ""
    if (this.shipped && this.shown !== this.shipped) this.take(this.shipped)
  }

  progress({done, all, left, waiting, ended, words, packed}) {
    if (this.cancel.hidden) return // on its way when another figure took its place
    if (!ended) {
      if (all) this.bar.value = done / all
      const others = waiting ? `taking turns with ${waiting} other${waiting > 1 ? "s" : ""}` : null
      this.told.textContent = others ?? `${done} of ${all} cells${left == null ? "" : `, ${Math.ceil(left)} s left`}`
      return
    }
    this.idle()
    this.told.textContent = {finished: `Computed anew. ${words}`, cancelled: "Cancelled: these are the shipped data."}[ended] ?? words
    this.page.status.textContent = `Figure ${this.number}: ${this.told.textContent}`
    if (packed) this.take(packed)
  }
}

/** Colours from low to high, with the words at their ends. */
function scaleBar({low, high, colours}) {
  return h("p", {class: "scale"}, h("span", {}, low), h("i", {style: `background: linear-gradient(to right, ${colours.join(", ")})`}), h("span", {}, high))
}

function numbersTable({head, rows}, words) {
  return h("div", {class: "wide", tabindex: 0, role: "region", "aria-label": words}, h("table", {},
    h("thead", {}, h("tr", {}, ...head.map((cell) => h("th", {scope: "col"}, cell)))),
    h("tbody", {}, ...rows.map(([first, ...cells]) => h("tr", {}, h("th", {scope: "row"}, first), ...cells.map((cell) => h("td", {}, cell)))))))
}

export const render = rendered(Paper)
