// What this is, whose memory it runs, and how to cite both; astro_dash/cited.py has the facts.

import {h} from "./dom.js"
import {t} from "./words.js"

/** What the schematic shows, for who cannot see it, and beside it. */
export const schematicShows = () =>
  t("Neurons, joined by a bundle of synapses for each memory; the arms of an astrocyte make one of them strong")
const schematicCaption = () =>
  t(
    "A bundle of synapses is one memory: a solid line where a neuron is active in it, a dashed one where it is " +
      "silent. The astrocyte multiplies each bundle by a gain; the wider its arm, the larger the gain. On the Live " +
      "page they are those of the run.",
  )

/**
 * A panel over the page, with a button that closes it.
 * @param {string} kind
 * @param {string} title
 * @param {...Child} children
 */
export function panel(kind, title, ...children) {
  const close = h("form", {method: "dialog"}, h("button", {}, t("Close")))
  return h("dialog", {class: `panel ${kind}`, "aria-label": title}, h("h2", {}, title), ...children, close)
}

/**
 * Links to other hosts are for the person to follow: nothing is fetched from there.
 * @param {Cited} cited
 * @param {Element} schematic
 */
export function aboutPanel({name, about, licence, version, paper, authors, year, links, cite}, schematic) {
  const away = {target: "_blank", rel: "noopener noreferrer"}
  const ways = Object.entries(links).map(([words, href]) => h("a", {href, ...away}, words))
  return panel(
    "about",
    t("About {name}", {name}),
    h("p", {}, about),
    h("figure", {}, schematic, h("figcaption", {class: "caption"}, schematicCaption())),
    h("p", {}, t("The gated memory is by {authors}: “{paper}” ({year}).", {authors, paper, year})),
    h("p", {class: "ways"}, ...ways),
    h("h3", {}, t("How to cite")),
    ...cite.map((words) => h("p", {class: "cite"}, words)),
    h("p", {class: "caption"}, t("Version {version} · Licence {licence}", {version, licence})),
  )
}
