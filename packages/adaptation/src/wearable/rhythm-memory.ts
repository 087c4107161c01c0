import { mean as meanOf, median } from '@beatwatch/statistics';

/** RR intervals before a beat: plain data. */
export interface RhythmMemory {
  /** The last ones, whole ms, oldest first. */
  readonly intervalsMs: Uint16Array;
}

export const noRhythm: RhythmMemory = { intervalsMs: new Uint16Array() };

/** Intervals kept: half a minute and more, so that a few ectopic beats do not change the median. */
const kept = 48;

/** @param rrMs from the R peak before; undefined where none is known */
export function rememberInterval(memory: RhythmMemory, rrMs: number | undefined): RhythmMemory {
  if (rrMs === undefined) return memory;
  const last = memory.intervalsMs.subarray(-(kept - 1));
  const intervalsMs = new Uint16Array(last.length + 1);
  intervalsMs.set(last);
  intervalsMs[last.length] = Math.min(65_535, Math.max(1, Math.round(rrMs)));
  return { intervalsMs };
}

/** What the rhythm was before a beat. */
export interface Rhythm {
  /** ms; NaN before the first interval. */
  readonly medianMs: number;
  /** Geometric mean, ms: steady where long and short intervals alternate. */
  readonly meanMs: number;
  /** The interval before the beat's own. */
  readonly previousMs: number;
  /** Mean of the last four before the beat's own. */
  readonly fourMs: number;
  /** Standard deviation of the last ten over their median. */
  readonly spread: number;
  /** Mean absolute difference of neighbours among the last ten over their median: large in atrial fibrillation. */
  readonly unevenness: number;
  /** Shortest of the last ten over their median. */
  readonly shortest: number;
}

export function rhythmBefore({ intervalsMs: all }: RhythmMemory): Rhythm {
  const ten = all.subarray(-10);
  const middle = median(ten);
  const mean = meanOf(ten);
  let squares = 0;
  let steps = 0;
  let shortest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < ten.length; index += 1) {
    const value = ten[index] ?? 0;
    squares += (value - mean) ** 2;
    if (index > 0) steps += Math.abs(value - (ten[index - 1] ?? 0));
    shortest = Math.min(shortest, value);
  }
  let logs = 0;
  for (let index = 0; index < all.length; index += 1) logs += Math.log(all[index] ?? 0);
  return {
    medianMs: median(all),
    meanMs: Math.exp(logs / all.length),
    previousMs: all.at(-1) ?? Number.NaN,
    fourMs: meanOf(all.subarray(-4)),
    spread: Math.sqrt(squares / ten.length) / middle,
    unevenness: steps / Math.max(0, ten.length - 1) / middle,
    shortest: shortest / middle,
  };
}
