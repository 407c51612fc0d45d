// A drawing (SVG) as a file, and as a PNG with words in the file.

import {save} from "./dom.js"

const DOTS = 2 // dots of a pixel of the page
const SIGNATURE = 8 // bytes of a PNG's signature, before its parts
const POLYNOMIAL = 0xedb88320

/** @param {Uint8Array} bytes of which the check is made, as PNG has it */
export function crc(bytes) {
  let check = ~0
  for (const byte of bytes) {
    check ^= byte
    for (let i = 0; i < 8; i++) check = check & 1 ? (check >>> 1) ^ POLYNOMIAL : check >>> 1
  }
  return ~check >>> 0
}

/**
 * A PNG with a text in it (iTXt), after its first part, which is its head.
 * @param {Uint8Array} file
 * @param {string} keyword of letters of Latin-1, at most 79
 * @param {string} text
 */
export function noted(file, keyword, text) {
  const body = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`)
  const part = new Uint8Array(body.length + 8)
  const view = new DataView(part.buffer)
  view.setUint32(0, body.length - 4)
  part.set(body, 4)
  view.setUint32(body.length + 4, crc(body))
  const after = SIGNATURE + 12 + new DataView(file.buffer, file.byteOffset).getUint32(SIGNATURE)
  const whole = new Uint8Array(file.length + part.length)
  whole.set(file.subarray(0, after))
  whole.set(part, after)
  whole.set(file.subarray(after), after + part.length)
  return whole
}

/**
 * @param {Element} svg with a width and a height
 * @param {string} notes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function png(svg, notes) {
  const image = new Image()
  const url = URL.createObjectURL(new Blob([serialized(svg)], {type: "image/svg+xml"}))
  try {
    image.src = url
    await image.decode()
    const canvas = document.createElement("canvas")
    const [width, height] = ["width", "height"].map((side) => DOTS * Number(svg.getAttribute(side)))
    Object.assign(canvas, {width, height})
    canvas.getContext("2d")?.drawImage(image, 0, 0, width, height)
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"))
    return noted(new Uint8Array(await /** @type {any} */ (blob).arrayBuffer()), "Comment", notes)
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** @param {Element} svg */
const serialized = (svg) => new XMLSerializer().serializeToString(svg)

/**
 * What a menu has to save a drawing by.
 * @param {() => Element} draw
 * @param {() => string[]} notes what made it
 * @param {(ending: string) => string} name of the file
 * @returns {Record<string, () => void>}
 */
export const pictureKinds = (draw, notes, name) => ({
  PNG: async () => save(await png(draw(), notes().join("\n")), name("png"), "image/png"),
  SVG: () => save(serialized(draw()), name("svg"), "image/svg+xml"),
})
