import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { met, over, undecided, type Condition } from './condition.ts';

/** A ventricular beat after every one (bigeminy) or after every two others (trigeminy), for some cycles. */
export function bigeminy(beats: readonly KnownBeat[], rule: AlarmSettings['bigeminy']): Condition {
  for (const period of [2, 3]) {
    const last = beats.slice(-period * rule.cycles);
    const isRegular = last.every(({ ventricular }, index) => ventricular === (index % period === period - 1));
    if (last.length === period * rule.cycles && isRegular) {
      return met({ beats: last.filter(({ ventricular }) => ventricular), measure: period });
    }
  }
  const recent = beats.slice(-rule.clearBeats);
  const ectopic = recent.filter(({ ventricular }) => ventricular).length;
  return recent.length === rule.clearBeats && ectopic <= 1 ? over : undecided;
}

/**
 * Many ventricular beats in a minute.
 * @param known.timesUs R peaks of the ventricular beats of the last minute
 */
export function frequentEctopy(
  known: { readonly timesUs: readonly number[]; readonly sinceUs: number; readonly nowUs: number },
  beats: readonly KnownBeat[],
  rule: AlarmSettings['frequentEctopy'],
): Condition {
  const measure = known.timesUs.length;
  if (measure >= rule.perMinute) {
    return met({ beats: beats.filter(({ ventricular }) => ventricular), measure });
  }
  return measure <= rule.overPerMinute && known.nowUs - known.sinceUs >= ectopyWindowUs ? over : undecided;
}

export const ectopyWindowUs = 60_000_000;
