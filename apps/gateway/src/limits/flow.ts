/** A snapshot with the last seconds of each patient, or one of the state alone. */
export type SnapshotKind = 'full' | 'state';

/** What a client gets at a tick; undefined: nothing. A full snapshot stands for the tick itself. */
export type Delivery = { readonly snapshot?: SnapshotKind } | undefined;

/**
 * Back-pressure for one connection, whatever it subscribes to. The client confirms ticks and snapshots; with
 * `maxUnconfirmed` of them outstanding it gets no more until it has confirmed them all, and no second full snapshot before
 * it has confirmed the first. This bounds what is in every buffer on the way, also the kernel's and the browser's, which
 * the socket's own buffer size does not show.
 */
export class Flow {
  readonly #maxUnconfirmed: number;
  #sent: number;
  #confirmed: number;
  #lastFull = 0;
  #due: SnapshotKind | undefined;
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

  /** Ticks not sent so far, because the client was behind. */
  get skippedTicks(): number {
    return this.#skippedTicks;
  }

  /** A snapshot goes out as soon as the client has room for it; a full one includes the state. */
  request(kind: SnapshotKind): void {
    if (this.#due !== 'full') this.#due = kind;
  }

  /**
   * Decides about a tick, to be called once for each.
   * @param congested whether much that was sent still waits in this process: then nothing is sent, whatever is confirmed
   */
  next(tickNumber: number, congested = false): Delivery {
    const unconfirmed = this.#sent - this.#confirmed;
    if (congested || (this.#waiting ? unconfirmed > 0 : unconfirmed >= this.#maxUnconfirmed)) {
      this.#waiting = true;
      this.#skippedTicks += 1;
      return undefined;
    }
    if (this.#due === 'full' && this.#confirmed < this.#lastFull) return undefined;
    const snapshot = this.#due ?? (this.#waiting ? 'state' : undefined);
    if (this.#waiting) this.#confirmed = tickNumber - 1;
    if (snapshot === 'full') this.#lastFull = tickNumber;
    this.#waiting = false;
    this.#due = undefined;
    this.#sent = tickNumber;
    return snapshot === undefined ? {} : { snapshot };
  }

  /** Ignores numbers that were not sent or go backwards. */
  confirm(tickNumber: unknown): void {
    if (typeof tickNumber === 'number' && tickNumber > this.#confirmed && tickNumber <= this.#sent) {
      this.#confirmed = tickNumber;
    }
  }
}
