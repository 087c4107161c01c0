/** A gap in the feed as long as this starts the playout afresh. */
const silentMs = 2000;
const smoothingMs = 3000;

/**
 * Says which moment of a patient's recording is to be drawn now. Samples arrive in bursts, and a replay may run at ten
 * times life speed; the drawn moment moves evenly, a little behind the newest sample, at the speed at which samples
 * come in. A jump (of the device's clock, or after a gap) is followed at once.
 *
 * Times of samples are epoch microseconds; `nowMs` is a monotonic clock in milliseconds.
 */
export class PlayoutClock {
  #latestUs: number | undefined;
  #arrivedMs = 0;
  #arrivals = 0;
  /** Sample microseconds per wall microsecond. */
  #speed = 1;
  #intervalMs = 300;
  #measuredUs = 0;
  #positionUs: number | undefined;
  #advancedMs = 0;

  get latestUs(): number | undefined {
    return this.#latestUs;
  }

  /**
   * Samples up to `lastSampleUs` are there.
   * @returns `set-back` where the recording goes on at an earlier time than before, e.g. after the device's clock
   *   was put right; `late` where older data came in between
   */
  arrive(lastSampleUs: number, nowMs: number): 'newer' | 'late' | 'set-back' {
    const previousUs = this.#latestUs;
    const waitedMs = nowMs - this.#arrivedMs;
    if (previousUs !== undefined && lastSampleUs <= previousUs) {
      // Late data change nothing, unless nothing newer comes any more.
      if (waitedMs <= silentMs) return 'late';
      this.#restart(lastSampleUs, nowMs);
      return 'set-back';
    }
    if (previousUs === undefined || waitedMs > silentMs) this.#restart(lastSampleUs, nowMs);
    else {
      this.#latestUs = lastSampleUs;
      // Several packets in one tick count together at the next one; those of the first tick were there before.
      if (waitedMs >= 1) this.#measure(lastSampleUs, nowMs);
      else if (this.#arrivals === 0) this.#measuredUs = lastSampleUs;
    }
    return 'newer';
  }

  /** The moment to draw up to, or none before the first sample. */
  advance(nowMs: number): number | undefined {
    const latestUs = this.#latestUs;
    if (latestUs === undefined) return undefined;
    const elapsedMs = Math.max(0, nowMs - this.#advancedMs);
    this.#advancedMs = nowMs;
    const targetUs = this.#targetLagMs() * 1000 * this.#speed;
    const lagUs = latestUs - (this.#positionUs ?? Number.NEGATIVE_INFINITY);
    if (lagUs < -1e6 || lagUs > targetUs + 2e6 * Math.max(1, this.#speed)) {
      this.#positionUs = latestUs - targetUs;
      return this.#positionUs;
    }
    const drift = Math.max(-0.5, Math.min(0.5, lagUs / targetUs - 1));
    const stepUs = elapsedMs * 1000 * this.#speed * (1 + 0.3 * drift);
    this.#positionUs = Math.min(latestUs, latestUs - lagUs + stepUs);
    return this.#positionUs;
  }

  #restart(lastSampleUs: number, nowMs: number): void {
    this.#latestUs = lastSampleUs;
    this.#measuredUs = lastSampleUs;
    this.#arrivedMs = nowMs;
    this.#arrivals = 0;
    this.#positionUs = undefined;
  }

  #measure(lastSampleUs: number, nowMs: number): void {
    const waitedMs = nowMs - this.#arrivedMs;
    this.#arrivals += 1;
    const weight = Math.max(1 - Math.exp(-waitedMs / smoothingMs), 1 / (this.#arrivals + 2));
    const measured = (lastSampleUs - this.#measuredUs) / (waitedMs * 1000);
    this.#speed += weight * (Math.min(100, measured) - this.#speed);
    this.#intervalMs += weight * (waitedMs - this.#intervalMs);
    this.#measuredUs = lastSampleUs;
    this.#arrivedMs = nowMs;
  }

  /** Enough to bridge the wait for the next burst. */
  #targetLagMs(): number {
    return Math.max(300, Math.min(3000, 1.5 * this.#intervalMs + 150));
  }
}
