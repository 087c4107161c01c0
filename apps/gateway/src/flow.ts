/**
 * Back-pressure of one client: it confirms the ticks it has dealt with, and one that is `maxUnseen` behind gets no
 * more until it has caught up. So at most that many ticks lie in buffers for it, wherever in between they lie:
 * the socket's own fill state would not show those in the kernel's and the browser's.
 */
export class Flow {
  readonly #maxUnseen: number;
  #sent: number;
  #seen: number;
  #waiting = false;
  #skippedTicks = 0;

  /**
   * @param maxUnseen ticks sent and not confirmed
   * @param lastTick number of the last tick before this client's first
   */
  constructor(maxUnseen: number, lastTick: number) {
    this.#maxUnseen = maxUnseen;
    this.#sent = lastTick;
    this.#seen = lastTick;
  }

  /** Ticks left out so far. */
  get skippedTicks(): number {
    return this.#skippedTicks;
  }

  /** Asked once a tick: `resume` says that ticks were left out and may go on now. */
  next(tickNumber: number): 'send' | 'skip' | 'resume' {
    const unseen = this.#sent - this.#seen;
    if (this.#waiting ? unseen > 0 : unseen >= this.#maxUnseen) {
      this.#waiting = true;
      this.#skippedTicks += 1;
      return 'skip';
    }
    const resumes = this.#waiting;
    this.#waiting = false;
    if (resumes) this.#seen = tickNumber - 1;
    this.#sent = tickNumber;
    return resumes ? 'resume' : 'send';
  }

  /** Numbers that were not sent, or not in order, are ignored. */
  confirm(tickNumber: unknown): void {
    if (typeof tickNumber === 'number' && tickNumber > this.#seen && tickNumber <= this.#sent) {
      this.#seen = tickNumber;
    }
  }
}
