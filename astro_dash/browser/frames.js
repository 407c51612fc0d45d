// Frames as they come from the server, kept in arrays that grow.

import {product} from "./packed.js"

const ROOM = 256 // frames that a new array has room for

/** All frames of a run, by array name; `size` is what one frame holds of it. */
export class Frames {
  constructor() {
    this.count = 0
    /** @type {Record<string, {data: Data, size: number}>} */
    this.arrays = {}
    /** @type {Record<string, Shaped>} */
    this.pictures = {}
  }

  clear() {
    this.count = 0
    this.arrays = {}
    this.pictures = {}
  }

  /**
   * Put a chunk in at frame `first`; what was there from then on is gone.
   * @param {number} first
   * @param {Record<string, Shaped>} arrays
   * @param {boolean} whole
   */
  take(first, arrays, whole) {
    for (const [name, {data, shape}] of Object.entries(arrays)) {
      if (name.startsWith("picture:")) {
        this.pictures[name] = {data, shape}
        continue
      }
      const size = product(shape.slice(1))
      const end = first + shape[0]
      this.room(name, data, size, first, end).set(data, first * size)
      if (whole) this.count = end
    }
  }

  /**
   * The array of that name with room up to a frame, and what it had before the first.
   * @param {string} name
   * @param {Data} like
   * @param {number} size
   * @param {number} first
   * @param {number} end
   */
  room(name, like, size, first, end) {
    const Kind = /** @type {new (length: number) => Data} */ (like.constructor)
    let kept = this.arrays[name]
    if (!kept || kept.size !== size) kept = this.arrays[name] = {data: new Kind(0), size}
    if (kept.data.length < end * size) {
      const grown = new Kind(Math.max(end, ROOM, (2 * kept.data.length) / size) * size)
      grown.set(kept.data.subarray(0, first * size))
      kept.data = grown
    }
    return kept.data
  }

  /**
   * The time at a position in frames, which may lie between two.
   * @param {number} position
   */
  time(position) {
    if (!this.count) return 0
    const frame = Math.max(0, Math.min(Math.floor(position), this.count - 1))
    const next = Math.min(frame + 1, this.count - 1)
    const [a, b] = [this.value("time", frame), this.value("time", next)]
    return a + (b - a) * Math.min(1, Math.max(0, position - frame))
  }

  /** @param {string} name */
  has(name) {
    return name in this.arrays
  }

  /**
   * @param {string} name
   * @param {number} frame
   */
  row(name, frame) {
    const {data, size} = this.arrays[name]
    return data.subarray(frame * size, (frame + 1) * size)
  }

  /**
   * @param {string} name
   * @param {number} frame
   */
  value(name, frame) {
    return this.arrays[name].data[frame]
  }

  /**
   * All values so far of an array that holds one a frame.
   * @param {string} name
   */
  trace(name) {
    return this.arrays[name].data.subarray(0, this.count)
  }
}
