import assert from "node:assert/strict"
import {test} from "node:test"
import {crc, noted} from "../../astro_dash/browser/png.js"
import {sheet} from "../../astro_dash/browser/sheet.js"
import {table} from "../../astro_dash/browser/live/tables.js"

const bytes = (text) => new TextEncoder().encode(text)

test("the check of a part is that of PNG", () => {
  assert.equal(crc(bytes("IEND")), 0xae426082)
  assert.equal(crc(bytes("123456789")), 0xcbf43926)
})

test("words are put into a PNG behind its head, and the rest stays", () => {
  const signature = [137, 80, 78, 71, 13, 10, 26, 10]
  const head = [0, 0, 0, 13, ...bytes("IHDR"), ...Array(13).fill(1), 9, 9, 9, 9]
  const end = [0, 0, 0, 0, ...bytes("IEND"), 174, 66, 96, 130]
  const file = noted(Uint8Array.from([...signature, ...head, ...end]), "Comment", "τ = 1")
  assert.deepEqual([...file.subarray(0, 33)], [...signature, ...head])
  assert.deepEqual([...file.subarray(-12)], end)
  const part = file.subarray(33, -12)
  const view = new DataView(part.buffer, part.byteOffset)
  assert.equal(view.getUint32(0), part.length - 12)
  assert.deepEqual(part.subarray(4, -4), bytes("iTXtComment\0\0\0\0\0τ = 1"))
  assert.equal(view.getUint32(part.length - 4), crc(part.subarray(4, -4)))
})

test("a table is of plain cells, of which none is a formula and no comment is more than a line", () => {
  const text = sheet(
    ["a\nb", "link: ?x=1"],
    ["memory", "gain"],
    [
      ["=1+1", -0.5],
      ['a "b", c', NaN],
      ["@x\n", 3e-9],
    ],
  )
  assert.equal(text, `# a b\n# link: ?x=1\nmemory,gain\n'=1+1,-0.5\n"a ""b"", c",\n"'@x\n",3e-9\n`)
  for (const bad of ["+1", "-1", "\t=1", " =1", "|x"]) assert.match(sheet([], ["a"], [[bad]]), /^a\n'/)
})

const page = (arrays, now = {}, names = {}) => {
  const rows = {
    count: 2,
    has: (name) => name in arrays,
    value: (name, i) => arrays[name][i],
    row: (name, i) => arrays[name][i],
  }
  return {player: {frames: rows, frame: 1, now, names}}
}

test("a view's table has the lines that feed it, of those that race", () => {
  const view = {
    key: "error",
    figures: [{feeds: ["astro", "dense"].map((of) => ({feed: "trace", array: `error:${of}`}))}],
  }
  const found = table(page({time: [0, 1], "error:astro": [9, 3]}), view)
  assert.deepEqual(found, {
    heads: ["time", "error of astro"],
    rows: [
      [0, 9],
      [1, 3],
    ],
  })
})

test("the triangle's has the shares of its corners", () => {
  const height = Math.sqrt(3) / 2
  const at = (left, right, top) => [right + top / 2, top * height]
  const arrays = {time: [0, 1], now: [at(0.2, 0.3, 0.5), at(1, 0, 0)], aim: [at(0, 1, 0), at(0, 0, 1)], off: [0, 0.25]}
  const [first, last] = table(page(arrays), {key: "simplex"}).rows
  const near = (row, wanted) => row.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) < 1e-12))
  near(first, [0, 0.2, 0.3, 0.5, 0, 1, 0, 0])
  near(last, [1, 1, 0, 0, 0, 0, 1, 0.25])
})

test("the gains' has the memories shown and all others", () => {
  const arrays = {gain: [[], [0.7, 0.2, 0.1]], attention: [[], [0.6, 0.3, 0.1]]}
  const found = table(page(arrays, {shown: [4, 2], load: 9}, {4: "a #4", 2: "b #2"}), {key: "attention"})
  assert.deepEqual(found.rows, [
    ["a #4", 0.7, 0.6],
    ["b #2", 0.2, 0.3],
    ["all others", 0.1, 0.1],
  ])
})
