import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { met, over, undecided, type Condition } from './condition.ts';
import { isWithoutPairs, runUpTo } from './ventricular-run.ts';

type Rule = AlarmSettings['ventricularTachycardia'];

/** Consecutive ventricular beats up to the newest, many and fast. */
export function ventricularTachycardia(beats: readonly KnownBeat[], rule: Rule): Condition {
  const { run, rateBpm } = runUpTo(beats);
  if (run.length >= rule.beats && rateBpm >= rule.limitBpm) return met({ beats: run, measure: rateBpm });
  return isWithoutPairs(beats, rule.clearBeats) ? over : undecided;
}

/** Whether what comes next in the signal cannot change the verdict: two leads agree, or the run is long. */
export function isCertain(beats: readonly KnownBeat[], rule: Rule): boolean {
  const { run } = runUpTo(beats);
  const agreeing = run.filter(({ ventricularLeads }) => ventricularLeads >= 2).length;
  return agreeing >= rule.beats || run.length >= rule.certainBeats;
}
