// Pixels a person can touch: the cue (draws) and the racing states (perturbs), by pointer and by keyboard.

/** Lets a pointer or the keyboard reach the pixels of an image: `act(pixels, done)`, done at the end of a stroke. */
function touchPixels(element, grid, act) {
  let stroke = null
  const cursor = h("div", {class: "pixel-cursor", hidden: true})
  element.append(cursor)
  let at = 0
  const pixelAt = (event) => {
    const box = element.getBoundingClientRect()
    const [rows, columns] = grid()
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows)
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns)
    return row < 0 || column < 0 || row >= rows || column >= columns ? null : row * columns + column
  }
  const visit = (event) => {
    const pixel = pixelAt(event)
    if (pixel === null || stroke.has(pixel)) return
    stroke.add(pixel)
    act([pixel], false)
  }
  element.addEventListener("pointerdown", (event) => {
    if (event.button) return
    event.preventDefault()
    element.setPointerCapture(event.pointerId)
    stroke = new Set()
    visit(event)
  })
  element.addEventListener("pointermove", (event) => stroke && visit(event))
  const end = () => {
    if (stroke) act([...stroke], true)
    stroke = null
  }
  element.addEventListener("pointerup", end)
  element.addEventListener("pointercancel", end)
  const place = () => {
    const [rows, columns] = grid()
    at = Math.min(at, rows * columns - 1)
    cursor.style.cssText = `left:${(100 * (at % columns)) / columns}%;top:${(100 * Math.floor(at / columns)) / rows}%;width:${100 / columns}%;height:${100 / rows}%`
  }
  element.addEventListener("focus", () => {
    cursor.hidden = !element.matches(":focus-visible")
    place()
  })
  element.addEventListener("blur", () => (cursor.hidden = true))
  element.addEventListener("keydown", (event) => {
    const [rows, columns] = grid()
    const move = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns}[event.key]
    if (move && at + move >= 0 && at + move < rows * columns) at += move
    else if (event.key === " " || event.key === "Enter") {
      act([at], false)
      act([at], true)
    } else if (!move) return
    cursor.hidden = false
    place()
    event.preventDefault()
    event.stopPropagation()
  })
}

/** A small canvas of an image of 0 to 255 in two colours. */
function thumbnail(data, [rows, columns], {paper, print}) {
  const canvas = h("canvas", {width: columns, height: rows, class: "thumbnail"})
  const context = canvas.getContext("2d")
  context.fillStyle = paper
  context.fillRect(0, 0, columns, rows)
  context.fillStyle = print
  data.forEach((value, i) => value > 127 && context.fillRect(i % columns, Math.floor(i / columns), 1, 1))
  return canvas
}
