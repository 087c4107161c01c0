import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { met, over, undecided, type Condition } from './condition.ts';
import { meanRateBpm } from './heart-rate.ts';
import { meanStrength } from './strength.ts';

/** Ventricular beats in a row up to the newest one. */
export function ventricularRun(
  beats: readonly KnownBeat[],
  rule: AlarmSettings['ventricularRun'],
): Condition {
  const run = beats.slice(beats.findLastIndex(({ ventricular }) => !ventricular) + 1);
  // The interval after the last one leads out of the run, or into a beat that nobody knows yet.
  const measure = meanRateBpm(run.slice(0, -1));
  const last = run.slice(-rule.beats);
  const isStrong =
    run.length >= rule.beats &&
    meanStrength(last) >= rule.leastStrength &&
    last.every(({ strength }) => strength >= rule.weakest);
  const isLongAndFast = run.length >= rule.fastBeats && measure >= rule.fastBpm;
  if (isStrong || isLongAndFast) {
    return met({ beats: run, measure, priority: measure >= rule.fastBpm ? 'high' : 'medium' });
  }
  const recent = beats.slice(-rule.calmBeats);
  const pairs = recent.filter(
    ({ ventricular }, index) => ventricular && recent[index - 1]?.ventricular === true,
  ).length;
  return recent.length === rule.calmBeats && pairs === 0 ? over : undecided;
}
