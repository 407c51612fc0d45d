// Equations, by KaTeX as Panel ships it, from our own server, once a lesson has one; as MathML, for which a browser
// needs neither style sheet nor fonts.

import {SERVED} from "../address.js"
import {h} from "../dom.js"

const KATEX = "static/extensions/panel/bundled/katex/katex@0.16.22/dist/katex.min.js"
const OPTIONS = {output: "mathml", throwOnError: true, trust: false, strict: "ignore", maxExpand: 200, maxSize: 20}

/** @type {Promise<any> | null} */
let loading = null

function katex() {
  loading ??= new Promise((resolve, reject) => {
    const script = h("script", {src: KATEX, onload: () => resolve(/** @type {any} */ (window).katex), onerror: reject})
    if (SERVED) document.head.append(script)
    else reject(new Error("there is no server"))
  })
  return loading
}

/**
 * A place for an equation: its source, until it is typeset.
 * @param {string} tex
 * @param {boolean} display
 */
export function equation(tex, display) {
  const element = h(display ? "div" : "span", {class: "math"}, h("code", {}, tex))
  katex()
    .then((found) => found.render(tex, element, {...OPTIONS, displayMode: display}))
    .catch(() => element.classList.add("raw"))
  return element
}
