// What goes over the line of a page with a room: pages/teaching.py and following.py make it.

/** Where a teacher's playhead is, and how it goes on. */
interface Head {
  position: number
  playing: boolean
  speed: number
  even: boolean
  generation: number
}

/** What a class is asked (rooms/question.py). */
interface Question {
  n: number
  text: string
  options: string[]
  round: number
  open: boolean
  bars: boolean
  tally: number[][] | null
}

/** A room, to who teaches in it. */
interface Teacher {
  role: "teacher"
  code: string
  secret: string
  link: string
  /** Rows of 0 and 1. */
  qr: string[]
}

/** A class, counted. */
interface Counts {
  in: number
  steps: Record<string, number>
  question: Question | null
  tally: number[][]
}

/** A room, to who learns in it. */
interface Student {
  role: "student"
  code: string
  follows: boolean
  /** The link of what the class sees; nothing where that comes with its run. */
  where: string
  head: Head | null
  shown: Record<string, string>
  question: Question | null
  /** One's own, by question and round. */
  answers: Record<string, number>
  /** The run is too long to be come into: alone until the next. */
  catches: boolean
}
