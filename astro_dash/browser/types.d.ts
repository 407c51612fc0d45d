// What goes over the line and what a page is built from, for the type checker and for whoever reads: pages/declared.py,
// pages/live/page.py, pages/explore/page.py and pages/paper make it.

/** An element's children. */
type Child = Node | string | null | undefined

/** How a slider maps its travel to values (store/kinds.py, Scale). */
interface Scale {
  low: number
  high: number
  step: number
  log: boolean
  zero: boolean
  infinity: boolean
}

/** A choice of the store, as pages/declared.py tells of it. */
interface Choice {
  label: string
  doc: string
  symbol: string
  /** It acts only while each of these choices is, or has, one of the keys. */
  only_for: Record<string, string[]>
  scale?: Scale
  options?: Record<string, string>
  many?: Record<string, string>
  /** Of a choice of many, how many at once. */
  most?: number
  /** Of a number, the largest by pattern set. */
  most_for?: Record<string, number>
}

interface Look {
  title: string
  colour: string
  /** Bokeh's name of it. */
  mark: string
  /** Layers of a CSS background: its mark on its line. */
  line: string
}

/** What the browser says in a language (words.py): of an English sentence its forms, one, or two by number. */
interface Words {
  language: string
  languages: Record<string, string>
  forms: Record<string, string[]>
}

/** What every page is told. */
interface Spec {
  words: Words
  pages: Record<string, string>
  glossary: Term[]
  cited: Cited
}

/** A word with a meaning of its own (pages/glossary.py). */
interface Term {
  forms: string[]
  sentence: string
  /** The inside of an SVG. */
  picture: string
}

/** What the panel "About" says (cited.py). */
interface Cited {
  name: string
  about: string
  licence: string
  version: string
  paper: string
  authors: string
  year: number
  links: Record<string, string>
  cite: string[]
}

/** What a rail of controls is built from. */
interface ControlsSpec extends Spec {
  choices: Record<string, Choice>
  main: string[]
  advanced: string[]
  systems: Record<string, Look>
}

interface LiveSpec extends ControlsSpec {
  verdicts: Verdict[]
  views: ViewDeclared[]
  /** Places for single patterns. */
  shown: number
  /** Other cues that are counted. */
  cues: number
  /** What may be opened or drawn of one's own. */
  own: {most_upload: number; most_files: number; most_name: number; grids: [number, number][]}
}

interface Verdict {
  key: string
  words: string
  mark: string
}

interface ViewDeclared {
  key: string
  title: string
  caption: string
  /** Title and caption where the system in focus has no gains, and where it is one with words of its own. */
  without: [string, string] | null
  others: Record<string, [string, string]>
  plots: FigureDeclared[]
  /** What its furniture is told. */
  facts: any
}

/** A figure of the server: Bokeh's json_item, and the feeds of pages/live/views/base.py. */
interface FigureDeclared {
  item: any
  feeds: Feed[]
  system?: string
  heading?: string
  role?: string
}

interface Feed {
  feed: string
  source: string
  array: string
  arrays: string[]
  columns: Record<string, [string, number?]>
  range: string
  frames: number
  /** Of beads: a source, its mark, its colour. */
  of: [string, string, string][]
  jumps?: boolean
  /** What it last showed: kept by the feed itself. */
  shown?: number | null
  drawn?: number
  key?: string
}

type Data = Float32Array | Int32Array | Uint8Array | Uint16Array

interface Shaped {
  data: Data
  shape: number[]
}

/** The header of a chunk; from `systems` on, only where these may have changed. */
interface About {
  mode: "reset" | "branch" | "more" | "again"
  generation: number
  first: number
  at_rest: boolean
  /** It has ended where something still moved. */
  unsettled: boolean
  /** The time of the next change that a link tells of, if one is still to come. */
  next?: number | null
  names: Record<number, string>
  systems: string[]
  focus: string
  /** Of that system: whether it has gains, they are a softmax (and drift), it has an energy; and its wiring. */
  gated: boolean
  drifts: boolean
  ruled: boolean
  wires: string
  grid: [number, number]
  /** The time at which it ends if it does not come to rest. */
  horizon: number
  target: number
  shown: number[]
  /** The pattern whose gain was favoured at the start. */
  primed?: number | null
  corners: (number | null)[]
  load: number
  neurons: number
  alpha: number
  flipped: number
  noisy: boolean
  routing: number | null
  /** Why the energy of each racing system may rise; empty where it cannot. */
  rises: Record<string, string>
  /** What the last change in mid-run was, in words. */
  changed: string
  /** Views whose arrays are sent since somebody has seen them. */
  seen: string[]
  /** Of the landscape, and the share of the neurons on which it agrees with the target. */
  rival: number
  agree: number
}

/** A key in lower case, what it does in words, and what is done. */
type Key = [string, string, () => void]

interface Place {
  frame: number
  wished: boolean
  speed: number
  even: boolean
}

/** A message either way: of the browser by its `type`, of the server by its parts. */
type Message = Record<string, any>

/** What is done with each part of a message of the server. */
type Hears = Record<string, (value: any, message: Message) => void>

interface Colours {
  ground: string
  ink: string
  muted: string
  paper: string
  print: string
  minus: string
  plus: string
  focus?: string
  mark?: string
}

declare const Bokeh: {embed: {embed_item(item: any, element: Element): Promise<any>}}
