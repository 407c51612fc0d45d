// Frames as they come from the server: one binary message a chunk, kept in arrays that grow.

const KINDS = {f4: Float32Array, i4: Int32Array, u1: Uint8Array}

/** The header and the arrays {name: {data, shape}} of a chunk; see chunk.py for its form. */
function unpack(buffer) {
  const view = new DataView(buffer)
  const length = view.getUint32(4, true)
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)))
  const arrays = {}
  for (const [name, kind, shape, offset] of header.arrays) {
    const count = shape.reduce((a, b) => a * b, 1)
    arrays[name] = {data: new KINDS[kind](buffer, 8 + length + offset, count), shape}
  }
  return {header, arrays}
}

/** All frames of a run, by array name; `row` is what one frame holds of it. */
class Frames {
  constructor() {
    this.clear()
  }

  clear() {
    this.count = 0
    this.arrays = {}
    this.pictures = {}
  }

  /** Put a chunk in at frame `first`; what was there from then on is gone. */
  take(first, arrays, whole) {
    for (const [name, {data, shape}] of Object.entries(arrays)) {
      if (name.startsWith("picture:")) {
        this.pictures[name] = {data, shape}
        continue
      }
      const size = shape.slice(1).reduce((a, b) => a * b, 1)
      const end = first + shape[0]
      let kept = this.arrays[name]
      if (!kept || kept.size !== size) kept = this.arrays[name] = {data: new data.constructor(0), size, shape: shape.slice(1)}
      if (kept.data.length < end * size) {
        const grown = new data.constructor(Math.max(end, 256, (2 * kept.data.length) / size) * size)
        grown.set(kept.data.subarray(0, first * size))
        kept.data = grown
      }
      kept.data.set(data, first * size)
      if (whole) this.count = end
    }
  }

  has(name) {
    return name in this.arrays
  }

  row(name, frame) {
    const {data, size} = this.arrays[name]
    return data.subarray(frame * size, (frame + 1) * size)
  }

  value(name, frame) {
    return this.arrays[name].data[frame]
  }

  /** All values so far of an array that holds one a frame. */
  trace(name) {
    return this.arrays[name].data.subarray(0, this.count)
  }
}
