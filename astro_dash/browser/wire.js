// Sends the newest value at once, then no faster than the server answers.

export const ANSWER_MS = 1000 // then an answer is waited for no longer

export class Wire {
  /** @param {(message: Message) => void} send */
  constructor(send) {
    this.send = send
    /** @type {Record<string, string> | null} */
    this.waiting = null
    /** @type {Record<string, string> | null} what an answer is awaited to */
    this.asked = null
    this.busy = 0 // a timer, while it is
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

  /**
   * What is wished of a choice that has not been answered; none, if its value in force is the answer.
   * @param {string} name
   * @returns {string | undefined}
   */
  wished(name) {
    return this.waiting?.[name] ?? this.asked?.[name]
  }

  answered() {
    clearTimeout(this.busy)
    this.busy = this.since = 0
    this.asked = null
    if (this.waiting) this._go()
  }

  _go() {
    const values = (this.asked = this.waiting)
    this.waiting = null
    this.busy = setTimeout(() => this.answered(), ANSWER_MS)
    this.since = performance.now()
    this.send({type: "set", values})
  }
}
