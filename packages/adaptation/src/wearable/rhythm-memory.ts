import { median } from '@beatwatch/statistics';

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
  const last = memory.intervalsMs.slice(-(kept - 1));
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

export function rhythmBefore({ intervalsMs }: RhythmMemory): Rhythm {
  const all = [...intervalsMs];
  const ten = all.slice(-10);
  const middle = median(ten);
  const mean = ten.reduce((sum, value) => sum + value, 0) / ten.length;
  const squares = ten.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const steps = ten.slice(1).map((value, index) => Math.abs(value - (ten[index] ?? value)));
  const four = all.slice(-4);
  return {
    medianMs: median(all),
    meanMs: Math.exp(all.reduce((sum, value) => sum + Math.log(value), 0) / all.length),
    previousMs: all.at(-1) ?? Number.NaN,
    fourMs: four.reduce((sum, value) => sum + value, 0) / four.length,
    spread: Math.sqrt(squares / ten.length) / middle,
    unevenness: steps.reduce((sum, value) => sum + value, 0) / steps.length / middle,
    shortest: Math.min(...ten) / middle,
  };
}
