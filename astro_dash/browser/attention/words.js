// What the page says of itself.

import {t} from "../words.js"

export const intro = () =>
  t(
    "Each token of the word is damaged, and asks the stored ones which of them it is. A row says how it shares " +
      "its attention among them. The memory has no attention built in: its gains become it.",
  )

export const shapes = () => [
  {title: t("Gains, as they settle"), caption: t("p, from the first moment to rest")},
  {title: t("Attention at the same states"), caption: t("softmax(score/T): what the gains chase")},
  {title: t("Plain attention, one pass"), caption: t("softmax(q·k/T) of the damaged tokens, no dynamics")},
]

export const norm = () =>
  t(
    "Two matrices differ by half the sum of |p − q| in a row, the mean of all rows: by 0 where they are the " +
      "same, by 1 where they share no key. q is the damaged token as the neurons fire it, ±tanh σ. Equal tokens " +
      "of a word are one memory, and one column; each is damaged on its own.",
  )

export const law = () =>
  t(
    "A transformer attends once, at T = √N. With the linear score and gains that follow at once (τ_p = 0) the " +
      "gains of this memory at t = 0 are exactly that, to rounding; with neurons that follow at once as well (τ_x" +
      " = 0) its first step is the output, Σ softmax(q·k/T) ξ. Then the answer asks again, and again: at low T " +
      "that sharpens attention, at high T it melts it.",
  )

export const scores = () =>
  t(
    "Linear-score attention compares by q·k, as a transformer does: an inverted token is the least like its own" +
      " memory, and goes to another. The astrocyte-gated memory compares by (q·k)², which is blind to sign: it " +
      "finds the memory of an inverted token, and hands back its mirror image, as it was said. That counts as " +
      "right here.",
  )
