// A task: ticks itself off once all that it waits for is so, and stays ticked.

import {h} from "../dom.js"
import {prose} from "./prose.js"
import {suits} from "./tests.js"
import {t} from "../words.js"

export class Task {
  /**
   * @param {TaskTold} told
   * @param {boolean} done
   */
  constructor(told, done) {
    this.told = told
    this.done = done
    this.mark = h("span", {class: "tick", "aria-hidden": "true"})
    this.state = h("span", {class: "unseen"})
    this.words = h("span", {}, ...prose(told.do))
    const hint = told.hint ? h("details", {}, h("summary", {}, t("A hint")), h("p", {}, ...prose(told.hint))) : null
    this.element = h("div", {class: "task"}, this.mark, h("div", {}, this.state, this.words, hint))
    this.show()
  }

  show() {
    this.element.classList.toggle("done", this.done)
    this.mark.textContent = this.done ? "✓" : ""
    this.state.textContent = `${this.done ? t("Done:") : t("To do:")} `
  }

  /**
   * Look whether it is done; whether it has just become so.
   * @param {Scene} scene
   */
  look(scene) {
    const values = scene.values()
    if (this.done || !values || !this.told.when.every((condition) => met(condition, values, scene))) return false
    this.done = true
    this.show()
    return true
  }
}

/**
 * @param {Condition} condition
 * @param {Record<string, string>} values
 * @param {Scene} scene
 */
function met(condition, values, scene) {
  const {what, name = "", test} = condition
  if (what === "choice") return name in values && suits(/** @type {Test} */ (test), values[name])
  return scene.meets(condition)
}
