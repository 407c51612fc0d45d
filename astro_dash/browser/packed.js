// What the server packs (pages/chunk.py): declarations as compressed JSON, and frames as one binary message a chunk.

/** @type {Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => Data>} */
const KINDS = {f4: Float32Array, i4: Int32Array, u1: Uint8Array, u2: Uint16Array}
const HEAD_BYTES = 8 // its mark, and the length of the header

/** @param {string} text */
function stream(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")))
}

/**
 * A declaration, from compressed JSON in base64.
 * @param {string} text
 * @returns {Promise<any>}
 */
export const declaration = (text) => stream(text).json()

/**
 * Bytes, from compressed ones in base64.
 * @param {string} text
 */
export const unzipped = (text) => stream(text).arrayBuffer()

/**
 * The header and the arrays of a chunk.
 * @param {ArrayBuffer} buffer
 * @returns {{header: any, arrays: Record<string, Shaped>}}
 */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(HEAD_BYTES / 2, true)
  const {arrays: table, ...header} = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, HEAD_BYTES, length)))
  /** @type {Record<string, Shaped>} */
  const arrays = {}
  for (const [name, kind, shape, offset] of table) {
    arrays[name] = {data: new KINDS[kind](buffer, HEAD_BYTES + length + offset, product(shape)), shape}
  }
  return {header, arrays}
}

/** @param {number[]} numbers */
export const product = (numbers) => numbers.reduce((a, b) => a * b, 1)
