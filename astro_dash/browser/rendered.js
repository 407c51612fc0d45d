// How a page is begun: from what the server declares, to its first message.

/** @import {Page} from "./page.js" */
import {SERVED} from "./address.js"
import {h} from "./dom.js"
import {Line} from "./line.js"
import {declaration} from "./packed.js"
import {language, speak} from "./words.js"

/**
 * The `render` of a kind of page. Until there is something on it nothing can be done there, and it is what the document
 * says (page.html) that is seen.
 * @param {new (line: Line, element: HTMLElement, spec: any) => Page} Kind
 */
export function rendered(Kind) {
  return (/** @type {{model: any}} */ {model}) => {
    const element = h("div", {class: SERVED ? "astro-dash whole" : "astro-dash"})
    element.inert = true
    const begins = () => {
      element.inert = false
      if (SERVED) document.getElementById("start")?.remove()
    }
    declaration(model.spec).then((spec) => {
      speak(spec.words)
      element.lang = language()
      const line = new Line(model, element)
      const page = (line.page = new Kind(line, element, spec))
      element.prepend(line.banner.element)
      model.on("msg:custom", (/** @type {Message} */ message) => {
        if (element.inert && page.fills(message)) begins()
        line.take(message)
      })
      model.on("remove", () => {
        line.close()
        page.close()
      })
      page.room.begins()
      line.send({type: "ready", ...line.brings})
    })
    return element
  }
}
