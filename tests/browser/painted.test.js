import assert from "node:assert/strict"
import {test} from "node:test"

import {painted} from "../../astro_dash/browser/painted.js"

test("an act waits for the next frame and what it paints; on a page that is hidden for nothing", async () => {
  const done = []
  let frame = () => {}
  globalThis.requestAnimationFrame = (act) => (frame = act)
  globalThis.document = {hidden: false}
  painted(() => done.push("painted"))
  assert.deepEqual(done, [])
  frame()
  assert.deepEqual(done, [])
  await new Promise((go) => setTimeout(go))
  assert.deepEqual(done, ["painted"])
  globalThis.document.hidden = true
  painted(() => done.push("hidden"))
  assert.deepEqual(done, ["painted", "hidden"])
})
