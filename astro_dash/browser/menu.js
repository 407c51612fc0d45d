// A small menu of what something can be saved as.

import {drawing, h} from "./dom.js"
import {t} from "./words.js"

const ARROW = "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11"

/**
 * @param {string} title of what is saved
 * @param {Record<string, () => void>} kinds what each does
 */
export function saveMenu(title, kinds) {
  const icon = drawing("svg", {viewBox: "0 0 16 16", "aria-hidden": "true"})
  icon.append(drawing("path", {d: ARROW}))
  const summary = h("summary", {"aria-label": t("Save: {title}", {title}), title: t("Save")}, icon)
  const close = () => {
    menu.open = false
    summary.focus()
  }
  const buttons = Object.entries(kinds).map(([kind, act]) => {
    const onclick = () => {
      close()
      act()
    }
    return h("button", {type: "button", onclick}, kind)
  })
  const menu = h("details", {class: "take"}, summary, h("div", {class: "menu"}, ...buttons))
  menu.addEventListener("keydown", (event) => event.key === "Escape" && menu.open && close())
  menu.addEventListener("focusout", ({relatedTarget}) => {
    if (relatedTarget && !menu.contains(/** @type {Node} */ (relatedTarget))) menu.open = false
  })
  return menu
}
