// How a page is begun: from what the server declares, to its first message.

/** @import {Page} from "./page.js" */
import {SERVED} from "./address.js"
import {h} from "./dom.js"
import {Line} from "./line.js"
import {declaration} from "./packed.js"
import {language, speak} from "./words.js"

const START_MS = 2000 // so long the first message is waited for, before the page is shown without

/** What the document says until then (page.html) gives way to the page once there is something on it. */
function started() {
  if (SERVED) document.getElementById("start")?.remove()
}

/**
 * The `render` of a kind of page.
 * @param {new (line: Line, element: HTMLElement, spec: any) => Page} Kind
 */
export function rendered(Kind) {
  return (/** @type {{model: any}} */ {model}) => {
    const element = h("div", {class: SERVED ? "astro-dash whole" : "astro-dash"})
    declaration(model.spec).then((spec) => {
      speak(spec.words)
      element.lang = language()
      const line = new Line(model, element)
      const page = (line.page = new Kind(line, element, spec))
      element.prepend(line.banner.element)
      model.on("msg:custom", (/** @type {Message} */ message) => {
        if (page.fills(message)) started()
        line.take(message)
      })
      model.on("remove", () => {
        line.close()
        page.close()
      })
      page.room.begins()
      line.send({type: "ready", ...line.brings})
      setTimeout(started, START_MS)
    })
    return element
  }
}
