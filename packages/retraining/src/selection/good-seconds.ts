import { fibrillationLevel, learnedAroundUs } from '@beatwatch/contracts';
import type { QualitySecond } from '@beatwatch/timescale';

const secondUs = 1_000_000;

/** The seconds of one patient that are too poor to learn from, by lead. */
export class GoodSeconds {
  readonly #poor = new Map<string, Set<number>>();

  constructor(seconds: readonly QualitySecond[], leastQualityIndex: number) {
    for (const { lead, timeUs, qualityIndex, fibrillationIndex } of seconds) {
      if (qualityIndex >= leastQualityIndex && fibrillationIndex < fibrillationLevel) continue;
      const known = this.#poor.get(lead) ?? new Set();
      // A second may begin anywhere: it reaches into two whole ones.
      known.add(Math.floor(timeUs / secondUs)).add(Math.floor((timeUs + secondUs - 1) / secondUs));
      this.#poor.set(lead, known);
    }
  }

  /** Whether no known second around the beat is poor; unknown ones are not held against it. */
  around(lead: string, timeUs: number): boolean {
    const poor = this.#poor.get(lead);
    if (poor === undefined) return true;
    const from = Math.floor((timeUs - learnedAroundUs.before) / secondUs);
    const to = Math.floor((timeUs + learnedAroundUs.after) / secondUs);
    for (let second = from; second <= to; second += 1) if (poor.has(second)) return false;
    return true;
  }
}
