import assert from "node:assert/strict"
import {test} from "node:test"
import {Linter} from "eslint"
import outside from "./outside.js"

const config = {plugins: {words: {rules: {outside}}}, rules: {"words/outside": "error"}}
const found = (code) => new Linter().verify(code, config).length

test("a text that is read stands in the catalogue", () => {
  for (const code of [
    `h("p", {}, "mean")`,
    `h("p", {}, on ? "Pause" : "Run")`,
    `h("p", {}, \`\${n} right\`)`,
    `h("p", {"aria-label": "timeline"})`,
    `h("p", {}, ...["one", "two"])`,
    `button("Cancel", stop)`,
    `const HELP = "Arrows move over it"`,
    `box.textContent = "saved"`,
    `say(\`\${n} of \${all} cells, left over\`)`,
    `const words = {finished: "All cells computed"}`,
    `const told = {noise: \`\${n} of \${all} pixels\`}`,
  ])
    assert.ok(found(code) > 0, code)
})

test("a text that is not, or stands there, is left alone", () => {
  for (const code of [
    `h("p", {}, t("mean"))`,
    `tn("{n} pixel", "{n} pixels", n)`,
    `h("p", {class: "two words", style: "color: red; width: 3px", "data-part": "timeline"})`,
    `element.querySelectorAll("button, summary")`,
    `if (key === "Enter") go()`,
    `this.send({type: "compute"})`,
    `h("p", {}, "τ_p", "K", \`\${n} %\`)`,
    `throw new Error("this has no name")`,
  ])
    assert.equal(found(code), 0, code)
})
