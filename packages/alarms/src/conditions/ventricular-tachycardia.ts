import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { met, over, undecided, type Condition } from './condition.ts';
import { isWithoutPairs, runUpTo } from './ventricular-run.ts';

/** Consecutive ventricular beats up to the newest, many and fast. */
export function ventricularTachycardia(
  beats: readonly KnownBeat[],
  rule: AlarmSettings['ventricularTachycardia'],
): Condition {
  const { run, rateBpm } = runUpTo(beats);
  if (run.length >= rule.beats && rateBpm >= rule.limitBpm) return met({ beats: run, measure: rateBpm });
  return isWithoutPairs(beats, rule.clearBeats) ? over : undecided;
}
