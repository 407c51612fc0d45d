// A map from a file.

/** @import {Explore} from "./index.js" */
import {h} from "../dom.js"
import {fixed} from "../numbers.js"
import {t} from "../words.js"

const MEGABYTE = 1e6

/** @param {Explore} page */
export function mapOpener(page) {
  const upload = async () => {
    const [chosen] = file.files ?? []
    file.value = ""
    if (!chosen) return
    const most = page.spec.most_upload
    if (chosen.size > most) {
      const size = t("{size} MB", {size: fixed(chosen.size / MEGABYTE, 1)})
      page.say(t("The file is {size}, but may be a map of at most {most} MB.", {size, most: most / MEGABYTE}))
      return
    }
    page.ask()
    page.send({type: "open", data: await chosen.arrayBuffer()})
  }
  const file = h("input", {
    type: "file",
    accept: ".nc",
    hidden: true,
    "aria-label": t("Map to open"),
    onchange: upload,
  })
  return [h("button", {type: "button", onclick: () => file.click()}, t("Open map")), file]
}
