// What goes over the line of lessons, for the type checker and for whoever reads: astro_dash/lessons/ makes it.

/** A text, or a tag with attributes and what is in it. */
type Prose = string | [string, Record<string, any>, ...Prose[]]

interface LessonTold {
  name: string
  /** "" where nobody knows it. */
  language: string
  title: string
  question: Prose[]
  minutes: number
  takeaway: Prose[]
  teacher: {aim: Prose[]; think: Prose[]; offline: Prose[]; ask: Prose[][]}
  steps: LessonStep[]
  /** There is an equation in it. */
  typeset: boolean
}

/** Of a list of lessons: one of them, or a file that is broken. */
interface LessonCard extends Omit<LessonTold, "steps"> {
  steps: number
  file?: string
  faults?: string[]
}

interface LessonStep {
  title: string
  /** The page that it drives. */
  page: string
  hide: string[]
  lock: string[]
  focus: string
  play: boolean
  /** It sets the choices. */
  sets: boolean
  /** All choices of its page, as texts. */
  values: Record<string, string>
  /** The same as a link. */
  query: string
  parts: ["prose" | "guess" | "task" | "reveal", any][]
}

interface GuessTold {
  question: Prose[]
  options?: {text: Prose[]; why: Prose[]; right: boolean}[]
  number?: GuessedNumber
}

interface GuessedNumber {
  low: number
  high: number
  step: number
  right: number
  within: number
  log: boolean
  unit: string
  /** A view on whose plot it is a line, or none. */
  on: string
  why: Prose[]
}

interface TaskTold {
  do: Prose[]
  hint?: Prose[]
  when: Condition[]
}

/** Something that must be so (astro_dash/lessons/when.py). */
interface Condition {
  what: string
  name?: string
  system?: string
  test?: Test
}

interface Test {
  op: "<" | "<=" | ">" | ">=" | "=" | "in"
  value: any
}

/** What is kept of a step: what was guessed, which tasks are done, whether the reveal was opened. */
interface StepKept {
  guess?: string
  done?: number[]
  shown?: boolean
}

/** A page, as a lesson drives it. */
interface Scene {
  /** Its name in a step. */
  where: string
  /** Others put the page into what it shows: a teacher. */
  led?: boolean
  /** All choices in force, as texts; null until they are known. */
  values(): Record<string, string> | null
  /** Put on it what a step says. */
  apply(step: LessonStep): void
  /** Hide and lock what a step says, or nothing. */
  dress(step: LessonStep | null): void
  /** Whether something is so, at the moment shown. */
  meets(condition: Condition): boolean
  /** Its link without the lesson. */
  query(): string
  /** The page says something to the server. */
  sent(message: Message): void
  /** Leave it as it was before a lesson, whose link that is. */
  restore(before: string): void
  /** A line on the plot of a view, at a number; null takes it away. */
  line(view: string, value: number | null, moved: (value: number) => void): void
}
