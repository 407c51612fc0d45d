// The ways into a room.

/** @import {Room} from "./room.js" */
import {h} from "../dom.js"
import {t} from "../words.js"

/** @param {Room} room */
export function roomDoors(room) {
  const code = h("input", {
    type: "text",
    class: "typed",
    "aria-label": t("Code of the class"),
    placeholder: "K7MW 3XQB",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
  })
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault()
    room.join(code.value)
  }
  return h(
    "div",
    {class: "doors"},
    h("p", {}, t("Have a class follow this page: it gets a code, a link and a QR, and begins with a new run.")),
    h("button", {type: "button", class: "primary", onclick: () => room.open()}, t("Open a room")),
    h(
      "form",
      {class: "tools", onsubmit},
      h("label", {class: "tool"}, t("Or follow a class:"), code),
      h("button", {}, t("Join")),
    ),
  )
}
