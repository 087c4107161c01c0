/** A longer gap in the feed restarts the playout. */
const restartGapMs = 2000;
const smoothingMs = 3000;

/**
 * Position up to which a patient's recording is drawn. Samples arrive in bursts, and a replay may run at ten times real
 * time; the position moves evenly, a little behind the newest sample, at the rate at which samples arrive. It follows
 * a jump of the device's clock, or the end of a gap, immediately.
 *
 * Times of samples are epoch microseconds; `nowMs` is a monotonic clock in milliseconds.
 */
export class PlayoutClock {
  #latestUs: number | undefined;
  #arrivedMs = 0;
  #arrivals = 0;
  /** Recorded time per wall time. */
  #speed = 1;
  #intervalMs = 300;
  #measuredUs = 0;
  #positionUs: number | undefined;
  #advancedMs = 0;

  get latestUs(): number | undefined {
    return this.#latestUs;
  }

  /**
   * Reports samples up to `lastSampleUs`.
   * @returns `late` for older data in between; `set-back` if the recording continues at an earlier time, because the
   *   device's clock was corrected
   */
  arrive(lastSampleUs: number, nowMs: number): 'newer' | 'late' | 'set-back' {
    const previousUs = this.#latestUs;
    const waitedMs = nowMs - this.#arrivedMs;
    if (previousUs !== undefined && lastSampleUs <= previousUs) {
      // Older data after a long gap: the clock was set back.
      if (waitedMs <= restartGapMs) return 'late';
      this.#restart(lastSampleUs, nowMs);
      return 'set-back';
    }
    if (previousUs === undefined || waitedMs > restartGapMs) this.#restart(lastSampleUs, nowMs);
    else {
      this.#latestUs = lastSampleUs;
      // Packets of one tick are measured together at the next tick; the first tick may hold a replay.
      if (waitedMs >= 1) this.#measure(lastSampleUs, nowMs);
      else if (this.#arrivals === 0) this.#measuredUs = lastSampleUs;
    }
    return 'newer';
  }

  /** Moves on to `nowMs`. @returns position to draw up to, undefined before the first sample */
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

  /** Long enough to bridge the wait for the next burst. */
  #targetLagMs(): number {
    return Math.max(300, Math.min(3000, 1.5 * this.#intervalMs + 150));
  }
}
