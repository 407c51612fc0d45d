// A place on a square from -1 to 1 that a person points at, by pointer or by arrow keys.

const STRIDE = 0.1 // of a key
/** @type {Record<string, [number, number]>} */
const STRIDES = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}

/** @param {number} value */
const within = (value) => Math.max(-1, Math.min(1, value))

export class Probe {
  /**
   * @param {HTMLElement} box
   * @param {(byKey: boolean) => void} act the person points elsewhere, or nowhere
   */
  constructor(box, act) {
    this.box = box
    this.act = act
    /** @type {[number, number] | null} (u, v), v upwards */
    this.at = null
    box.addEventListener("pointermove", (event) => this.point(event))
    box.addEventListener("pointerdown", (event) => this.point(event))
    box.addEventListener("pointerleave", () => this.set(null))
    box.addEventListener("blur", () => this.set(null))
    box.addEventListener("keydown", (event) => this.press(event))
  }

  /**
   * @param {[number, number] | null} at
   * @param {boolean} [byKey]
   */
  set(at, byKey = false) {
    this.at = at
    this.act(byKey)
  }

  /** @param {PointerEvent} event */
  point(event) {
    const {left, top, width, height} = this.box.getBoundingClientRect()
    this.set([within((2 * (event.clientX - left)) / width - 1), within(1 - (2 * (event.clientY - top)) / height)])
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const stride = STRIDES[event.key]
    if (!stride) return
    const [u, v] = this.at ?? [0, 0]
    const on = (/** @type {number} */ from, /** @type {number} */ by) =>
      within((Math.round(from / STRIDE) + by) * STRIDE)
    this.set([on(u, stride[0]), on(v, stride[1])], true)
    event.preventDefault()
    event.stopPropagation()
  }
}
