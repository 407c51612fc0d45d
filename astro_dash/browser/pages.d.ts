// What the pages Explore, Attention and Paper are built from: pages/explore, pages/attention and pages/paper make it.

interface ExploreSpec extends Spec {
  choices: Record<string, Choice>
  main: string[]
  advanced: string[]
  axes: Record<string, {label: string; from: string; to: string}>
  measures: Record<string, {words: string; limits: [number, number] | null}>
  systems: Record<string, Look>
  /** CSS images of the lines over a map. */
  bounds: Record<string, string>
  most_upload: number
  version: number
}

/** What does not change as the cells of a map come. */
interface AboutMap {
  axes: {name: string; label: string; values: string[]}[]
  systems: string[]
  titles: string[]
  draws: number
  template: string
  settings: string
  measure: string
  of: string[]
  words: string
  unit: string
  log: boolean
  bounds: {key: string; words: string}[]
  first: number[]
  drawn: number
  form: Record<string, string>
}

interface CellFound {
  cell: number
  finished: boolean
  mean: (number | null)[]
  spread: (number | null)[]
  draws: {link: string; values: (number | null)[]}[]
  more: number
}

interface AttentionSpec extends ControlsSpec {
  /** Titles of the systems that have gains. */
  gated: Record<string, string>
  /** Tokens of a word. */
  most: number
}

/** What came back of Q tokens: which key, or -1; its sign; whether it is what was said. */
interface ReadBack {
  key: number[]
  sign: number[]
  right: boolean[]
}

/** What is told of a word beside the matrices in time (pages/attention/matrices.py); its chunk is read by the player, too. */
interface AboutWord extends About {
  columns: string[]
  keys: string[]
  /** Of each token, its key. */
  tokens: number[]
  inverted: number[]
  plain_on_right: number
  /** Links of the runs that the rows are. */
  rows: string[]
  read: Record<string, ReadBack>
}

interface PaperSpec extends Spec {
  intro: string[]
  claims: Claim[]
  slips: {where: string; words: string; right: string; printed: string}[]
  figures: Record<string, FigureWords>
  switches: Record<string, {label: string; options: Record<string, string>}>
  verdicts: Record<string, {mark: string; words: string}>
}

interface FigureWords {
  title: string
  about: string
  caption: string
}

interface Claim {
  key: string
  claim: string
  paper: string
  ours: string[]
  verdict: string
  figure: string
  runs: boolean
  links: {words: string; query: string}[]
}
