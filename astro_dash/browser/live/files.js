// Files on their way to the server, one after the other in one message, and patterns on their way back.

import {fixed} from "../numbers.js"
import {t} from "../words.js"

const MEGABYTE = 1e6
const LONGEST = 200 // characters of a file's name, of which the end tells the kind

/**
 * What a message has of files; or the sentence that refuses them.
 * @param {File[]} files
 * @param {{most_upload: number, most_files: number}} limits
 * @returns {Promise<{data: ArrayBuffer, sizes: number[], names: string[]} | string>}
 */
export async function fromFiles(files, {most_upload: most, most_files: many}) {
  if (files.length > many) return t("The files are {n}, but may be {most} at once.", {n: files.length, most: many})
  const sizes = files.map(({size}) => size)
  const total = sizes.reduce((a, b) => a + b, 0)
  if (total > most) {
    const size = fixed(total / MEGABYTE, 1)
    return t("The files have {size} MB, but may have {most} MB together.", {size, most: most / MEGABYTE})
  }
  const data = new Uint8Array(total)
  let at = 0
  for (const file of files) {
    try {
      data.set(new Uint8Array(await file.arrayBuffer()), at)
    } catch {
      return t("The file {name} cannot be read: it may be a folder.", {name: file.name})
    }
    at += file.size
  }
  return {data: data.buffer, sizes, names: files.map(({name}) => name.slice(-LONGEST))}
}

/**
 * Patterns of so many pixels, as 1 and 0, from their packed bits.
 * @param {Shaped} bits
 * @param {number} size
 */
export function bitsOf({data, shape: [count, bytes]}, size) {
  const bit = (/** @type {number} */ row, /** @type {number} */ i) =>
    (data[row * bytes + (i >> 3)] >> (7 - (i & 7))) & 1
  return Array.from({length: count}, (_, row) => Uint8Array.from({length: size}, (__, i) => bit(row, i)))
}

/**
 * Memories as a link has them (store/own.py).
 * @param {Uint8Array[]} memories of 1 and 0
 * @param {[number, number]} grid
 * @param {string[]} names
 */
export function ownText(memories, [rows, columns], names) {
  const size = rows * columns
  const bytes = new Uint8Array(Math.ceil((memories.length * size) / 8))
  memories.forEach((bits, row) =>
    bits.forEach((bit, i) => {
      const at = row * size + i
      bytes[at >> 3] |= bit << (7 - (at & 7))
    }),
  )
  const named = new TextEncoder().encode(names.join("\n"))
  return `${rows}x${columns}x${memories.length}.${inBase64(bytes)}.${inBase64(named)}`
}

/** @param {Uint8Array} bytes */
function inBase64(bytes) {
  const signs = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}
