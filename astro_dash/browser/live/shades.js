// Small canvases whose pixels are shades of a few colours.

import {ramp} from "../figure.js"

const OPAQUE = 255

/**
 * So many shades from one colour to another, all "#rrggbb", as a canvas keeps them.
 * @param {string} from
 * @param {string} to
 * @param {number} count
 */
export function shadesOf(from, to, count) {
  const all = ramp(from, to)
  return Uint32Array.from({length: count}, (_, i) => {
    const colour = all[Math.round((i / (count - 1)) * (all.length - 1))]
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
    return (OPAQUE << 24) | (blue << 16) | (green << 8) | red
  })
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array | Uint16Array} which shade each pixel has
 * @param {Uint32Array} shades
 */
export function paintShades(canvas, which, shades) {
  const context = canvas.getContext("2d")
  if (!context) return
  const image = context.createImageData(canvas.width, canvas.height)
  const pixels = new Uint32Array(image.data.buffer)
  for (let i = 0; i < pixels.length; i++) pixels[i] = shades[which[i]]
  context.putImageData(image, 0, 0)
}
