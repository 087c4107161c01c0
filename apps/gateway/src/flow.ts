/**
 * Back-pressure for one client. The client confirms ticks; with `maxUnconfirmed` of them outstanding it gets no more
 * until it has confirmed them all. This bounds the ticks in every buffer on the way, also the kernel's and the
 * browser's, which the socket's own buffer size does not show.
 */
export class Flow {
  readonly #maxUnconfirmed: number;
  #sent: number;
  #confirmed: number;
  #waiting = false;
  #skippedTicks = 0;

  /**
   * @param maxUnconfirmed ticks that may be sent without confirmation
   * @param lastTick number of the last tick before the client's first
   */
  constructor(maxUnconfirmed: number, lastTick: number) {
    this.#maxUnconfirmed = maxUnconfirmed;
    this.#sent = lastTick;
    this.#confirmed = lastTick;
  }

  /** Ticks not sent so far. */
  get skippedTicks(): number {
    return this.#skippedTicks;
  }

  /** Decides about a tick, to be called once for each. `resume`: send it after a snapshot, as ticks were skipped before. */
  next(tickNumber: number): 'send' | 'skip' | 'resume' {
    const unconfirmed = this.#sent - this.#confirmed;
    if (this.#waiting ? unconfirmed > 0 : unconfirmed >= this.#maxUnconfirmed) {
      this.#waiting = true;
      this.#skippedTicks += 1;
      return 'skip';
    }
    const resumes = this.#waiting;
    this.#waiting = false;
    if (resumes) this.#confirmed = tickNumber - 1;
    this.#sent = tickNumber;
    return resumes ? 'resume' : 'send';
  }

  /** Ignores numbers that were not sent or go backwards. */
  confirm(tickNumber: unknown): void {
    if (typeof tickNumber === 'number' && tickNumber > this.#confirmed && tickNumber <= this.#sent) {
      this.#confirmed = tickNumber;
    }
  }
}
