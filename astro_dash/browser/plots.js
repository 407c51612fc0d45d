// Bokeh figures, built by the server and put into the page here, and the feeds that keep them up to date.

const MOST_IMAGES_A_SECOND = 30

/** One figure and its feeds; knows declarations, not physics (views/base.py lists the feeds). */
class Plot {
  constructor(declared, element) {
    Object.assign(this, declared)
    this.element = element
    this.frame = null
  }

  get overTime() {
    return this.feeds.some((feed) => feed.feed === "now")
  }

  async embed() {
    const views = await Bokeh.embed.embed_item(this.item, this.element)
    this.view = [...views][0] ?? views.roots[0]
    this.document = this.view.model.document
    this.models = new Map()
  }

  model(name) {
    if (!this.models.has(name)) this.models.set(name, this.document.get_model_by_name(name))
    return this.models.get(name)
  }

  set(source, columns) {
    const model = this.model(source)
    model.setv({data: {...model.data, ...columns}}, {check_eq: false})
  }

  /** After a chunk: what shows the whole run. */
  load(run) {
    if (!this.document) return
    for (const feed of this.feeds) LOAD[feed.feed]?.(this, feed, run)
    this.frame = null
  }

  /** At a position in frames, which may lie between two. */
  show(run, position, now) {
    if (!this.document || (this.system && !run.frames.has(`image:${this.system}`))) return
    for (const feed of this.feeds) SHOW[feed.feed]?.(this, feed, run, position, now)
  }

  /** Colours of the ground it stands on; renderers named "ink" and "focus" take the text's and the focused system's. */
  paint(colours) {
    if (!this.document) return
    const figure = this.view.model
    for (const {name, glyph} of figure.renderers) {
      const colour = {ink: colours.ink, focus: colours.focus}[name]
      if (!colour) continue
      glyph.line_color = colour
      if (glyph.text_color) glyph.text_color = colour
      if (name === "focus" && glyph.fill_color) glyph.fill_color = colour
    }
    for (const axis of [...figure.below, ...figure.left, ...figure.right]) { // a colour bar is one, too
      if (axis.major_label_text_font) axis.major_label_text_color = colours.muted
      if (axis.axis_label_text_font) axis.axis_label_text_color = colours.ink
    }
    const greys = this.document.get_model_by_name("greys")
    if (greys) greys.palette = ramp(colours.paper, colours.print)
  }
}

/** 256 colours from one to the other, both "#rrggbb". */
function ramp(from, to) {
  const part = (colour, i) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16)
  return Array.from({length: 256}, (_, k) =>
    "#" + [0, 1, 2].map((i) => Math.round(part(from, i) + ((part(to, i) - part(from, i)) * k) / 255).toString(16).padStart(2, "0")).join(""))
}

/** An image of Bokeh's kind, top row first turned to bottom row first. */
function image(old, data, rows, columns) {
  const flipped = new Uint8Array(data.length)
  for (let r = 0; r < rows; r++) flipped.set(data.subarray(r * columns, (r + 1) * columns), (rows - 1 - r) * columns)
  return new old.constructor(flipped.buffer, [rows, columns], "uint8")
}

function setImage(plot, feed, run, data) {
  const [rows, columns] = run.about.grid
  plot.set(feed.source, {image: [image(plot.model(feed.source).data.image[0], data, rows, columns)]})
}

/** Every `width`-th value from `part` on, as points (x, y) lie in one array. */
function strided(data, width, part) {
  const out = new Float32Array(data.length / width)
  for (let i = 0; i < out.length; i++) out[i] = data[i * width + part]
  return out
}

const LOAD = {
  trace(plot, feed, run) {
    if (!run.frames.has(feed.array)) return plot.set(feed.source, {x: [], y: []})
    const y = run.frames.trace(feed.array)
    const x = Float32Array.from(y, (_, i) => i * run.about.dt)
    if (feed.array.includes(":") || !run.cuts.length) return plot.set(feed.source, {x, y: y.slice()})
    // The energy starts a new stretch where a parameter changed.
    const cut = new Set(run.cuts)
    const xs = [], ys = []
    y.forEach((value, i) => {
      if (cut.has(i)) xs.push(x[i]), ys.push(NaN)
      xs.push(x[i])
      ys.push(value)
    })
    plot.set(feed.source, {x: xs, y: ys})
  },
  path(plot, feed, run) {
    if (!run.frames.has(feed.array)) return
    const points = run.frames.arrays[feed.array].data.subarray(0, 2 * run.frames.count)
    plot.set(feed.source, {x: strided(points, 2, 0), y: strided(points, 2, 1)})
  },
  picture(plot, feed, run) {
    const picture = run.frames.pictures[feed.array]
    const key = picture && run.about.grid + ":" + picture.data
    if (!picture || feed.key === key) return
    feed.key = key
    setImage(plot, feed, run, picture.data)
  },
  marks(plot, feed, run) {
    plot.set(feed.source, {x: run.marks.map((frame) => frame * run.about.dt)})
  },
  fit(plot, feed, run) {
    let low = Infinity, high = -Infinity
    for (const name of feed.arrays) {
      if (!run.frames.has(name)) continue
      for (const value of run.frames.trace(name)) {
        if (value < low) low = value
        if (value > high) high = value
      }
    }
    if (low > high) return
    const margin = 0.06 * (high - low) || 0.06 * Math.abs(high) || 1
    plot.model(feed.range).setv({start: low - margin, end: high + margin})
  },
}

const SHOW = {
  row(plot, feed, run, position) {
    const frame = Math.min(Math.floor(position), run.frames.count - 1)
    const next = Math.min(frame + 1, run.frames.count - 1)
    const columns = {}
    for (const [column, [name, part]] of Object.entries(feed.columns)) {
      if (!run.frames.has(name)) return
      const a = run.frames.row(name, frame)
      const b = run.frames.row(name, next)
      const share = feed.jumps || run.cuts.includes(next) ? 0 : position - frame
      const mixed = share > 0 ? a.map((v, i) => v + share * (b[i] - v)) : a.slice()
      columns[column] = part === undefined ? mixed : strided(mixed, 2, part)
    }
    const key = feed.jumps ? frame : position
    if (feed.shown === key && plot.frame !== null) return
    feed.shown = key
    plot.frame = frame
    plot.set(feed.source, columns)
  },
  tail(plot, feed, run, position) {
    if (!run.frames.has(feed.array)) return
    const end = Math.floor(position)
    const first = Math.max(0, end - feed.frames)
    const points = run.frames.arrays[feed.array].data.subarray(2 * first, 2 * (end + 1))
    const x = strided(points, 2, 0), y = strided(points, 2, 1)
    const alpha = Float32Array.from({length: Math.max(0, end - first)}, (_, i) => (i + 1 + feed.frames - end + first) / feed.frames)
    plot.set(feed.source, {x0: x.subarray(0, -1), y0: y.subarray(0, -1), x1: x.subarray(1), y1: y.subarray(1), alpha})
  },
  image(plot, feed, run, position, now) {
    const frame = Math.floor(position)
    if (feed.shown === frame && plot.frame !== null) return
    if (now - (feed.drawn ?? 0) < 1000 / MOST_IMAGES_A_SECOND - 4 && now) return
    feed.shown = plot.frame = frame
    feed.drawn = now
    setImage(plot, feed, run, run.frames.row(feed.array, frame))
  },
  now(plot, feed, run, position) {
    // Over the plot, not in it: a figure with a moved annotation paints all of itself again.
    plot.veil ??= plot.element.appendChild(h("div", {class: "veil"}))
    const {left, top, width, height} = plot.view.frame.bbox
    const {start, end} = plot.model(feed.range)
    const at = Math.max(0, Math.min(1, (position * run.about.dt - start) / (end - start)))
    plot.veil.style.cssText = `left:${left}px;top:${top}px;width:${width}px;height:${height}px;--at:${(100 * at).toFixed(2)}%`
  },
  time(plot, feed, run) {
    plot.model(feed.range).end = run.horizon
  },
}
