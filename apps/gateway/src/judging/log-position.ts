/** The time of a message is known to this exactness; in an outage of more than a quarter of an hour less exactly. */
const markEveryMs = 250;
const maxMarks = 4000;

/**
 * How far the log of one partition has grown and up to where it is judged. Offsets alone are compared: no clock of a device, a
 * broker or another process can make a message look judged. Times are of the caller's monotonic clock.
 */
export class LogPosition {
  /** Offsets with the time at which they arrived, oldest first; the first is the oldest that may be unjudged. */
  #marks: { readonly offset: number; readonly atMs: number }[] = [];
  #markEveryMs = markEveryMs;
  #nextOffset = 0;
  #newestOffset = -1;

  arrived(offset: number, nowMs: number): void {
    // The log was made anew, which begins its offsets again.
    if (offset < this.#newestOffset) {
      this.#marks = [];
      this.#nextOffset = 0;
    }
    this.#newestOffset = offset;
    if (offset < this.#nextOffset) return;
    const last = this.#marks.at(-1);
    if (last !== undefined && nowMs - last.atMs < this.#markEveryMs) return;
    this.#marks.push({ offset, atMs: nowMs });
    if (this.#marks.length <= maxMarks) return;
    this.#marks = this.#marks.filter((_, index) => index % 2 === 0);
    this.#markEveryMs *= 2;
  }

  /**
   * Every message below this offset is judged.
   * @returns whether that is news: a part that has started again reads some messages twice
   */
  judgedTo(nextOffset: number): boolean {
    if (nextOffset <= this.#nextOffset) return false;
    this.#nextOffset = nextOffset;
    if (this.#newestOffset < nextOffset) {
      this.#marks = [];
      this.#markEveryMs = markEveryMs;
      return true;
    }
    let drop = 0;
    while ((this.#marks[drop + 1]?.offset ?? Number.POSITIVE_INFINITY) <= nextOffset) drop += 1;
    if (drop > 0) this.#marks = this.#marks.slice(drop);
    return true;
  }

  isJudged(offset: number): boolean {
    return offset < this.#nextOffset;
  }

  /** When the oldest message that is not judged arrived, at the latest; undefined where all are judged. */
  get waitingSinceMs(): number | undefined {
    return this.#marks[0]?.atMs;
  }

  /** Messages that are not judged; those from before the first one seen do not count. */
  get waiting(): number {
    const first = this.#marks[0]?.offset ?? this.#newestOffset + 1;
    return Math.max(0, this.#newestOffset + 1 - Math.max(first, this.#nextOffset));
  }
}
