import { setTimeout as delay } from 'node:timers/promises';
import type { ReplayCounts, Repositories, TimeRange } from '@beatwatch/timescale';

/** Counts of a replay in the database. */
export interface ReplayResult extends ReplayCounts {
  readonly beatsSent: number;
  /** Every beat that was sent is stored once and scored once. */
  readonly agrees: boolean;
}

const pollMs = 250;
/** The counts have to stay the same this long once reached: an extra beat is a fault too. */
const settleMs = 1500;

/**
 * Waits until the beats of a replay are stored and scored.
 * @param patienceMs how long the counts may stand still before it gives up
 */
export async function awaitReplayCounts(
  scores: Pick<Repositories['scores'], 'counts'>,
  range: TimeRange,
  beatsSent: number,
  options: { readonly patienceMs: number; readonly onProgress: (counts: ReplayCounts) => void },
): Promise<ReplayResult> {
  let counts = await scores.counts(range);
  let movedMs = performance.now();
  for (;;) {
    options.onProgress(counts);
    const reached = counts.beatsStored >= beatsSent && counts.beatsScored >= beatsSent;
    if (performance.now() - movedMs >= (reached ? settleMs : options.patienceMs)) break;
    await delay(pollMs);
    const next = await scores.counts(range);
    if (next.beatsStored !== counts.beatsStored || next.beatsScored !== counts.beatsScored)
      movedMs = performance.now();
    counts = next;
  }
  const agrees =
    counts.beatsStored === beatsSent && counts.beatsScored === beatsSent && counts.beatsScoredTwice === 0;
  return { ...counts, beatsSent, agrees };
}
