// Sends the newest value at once, then no faster than the server answers.

export const ANSWER_MS = 1000 // then an answer is waited for no longer

export class Wire {
  /** @param {(message: Message) => void} send */
  constructor(send) {
    this.send = send
    /** @type {Record<string, string> | null} */
    this.waiting = null
    this.busy = 0 // a timer, while an answer is awaited
    this.since = 0
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  set(name, value) {
    this.waiting = {...this.waiting, [name]: value}
    if (!this.busy) this._go()
  }

  answered() {
    clearTimeout(this.busy)
    this.busy = this.since = 0
    if (this.waiting) this._go()
  }

  _go() {
    const values = this.waiting
    this.waiting = null
    this.busy = setTimeout(() => this.answered(), ANSWER_MS)
    this.since = performance.now()
    this.send({type: "set", values})
  }
}
