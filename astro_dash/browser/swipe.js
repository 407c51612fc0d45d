// A finger on a slider. Along it, or by a tap, it moves the slider; up or down it moves the page, and the slider stays.
// Browsers move a slider as soon as a finger is on it, so until its way is known nothing is heard of that.

const ALONG = 8 // pixels to the side, after which it is

/** Of all sliders in an element. */
export class Swipe {
  /** @param {HTMLElement} element */
  constructor(element) {
    /** @type {HTMLInputElement | null} with a finger on it whose way is not along it yet */
    this.slider = null
    this.x = 0
    this.before = ""
    this.wanted = ""
    const early = {capture: true}
    element.addEventListener("pointerdown", (event) => this.down(event), early)
    element.addEventListener("pointermove", ({clientX}) => Math.abs(clientX - this.x) > ALONG && this.along(), early)
    element.addEventListener("pointerup", () => this.along(), early)
    element.addEventListener("pointercancel", () => (this.wanted = this.before), early)
    element.addEventListener("touchend", () => this.leave(), {capture: true, passive: true})
    element.addEventListener("input", (event) => this.hold(event), early)
  }

  /** @param {PointerEvent} event */
  down({target, pointerType, clientX}) {
    const slides = pointerType === "touch" && target instanceof HTMLInputElement && target.type === "range"
    this.slider = slides ? target : null
    this.x = clientX
    this.before = this.wanted = this.slider?.value ?? ""
  }

  /** @param {Event} event */
  hold(event) {
    if (!this.slider || event.target !== this.slider) return
    event.stopPropagation()
    this.wanted = this.slider.value
    this.slider.value = this.before
  }

  along() {
    const {slider} = this
    this.slider = null
    if (!slider || this.wanted === slider.value) return
    slider.value = this.wanted
    slider.dispatchEvent(new InputEvent("input", {bubbles: true}))
  }

  leave() {
    this.slider = null
  }
}
