import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat, KnownSecond } from '../state.ts';
import { endsWith, met, over, undecided, type Condition } from './condition.ts';
import { meanRateBpm } from './heart-rate.ts';
import { isWithoutPairs, runUpTo } from './ventricular-run.ts';

type Rule = AlarmSettings['ventricularTachycardia'];

/**
 * Consecutive ventricular beats up to the newest, many and fast, unless the rhythm of the last seconds contradicts them.
 * @param seconds over all leads
 */
export function ventricularTachycardia(
  beats: readonly KnownBeat[],
  seconds: readonly KnownSecond[],
  rule: Rule,
): Condition {
  const { run, rateBpm } = runUpTo(beats);
  if (run.length >= rule.beats && rateBpm >= rule.limitBpm) {
    const logOdds = seconds.at(-1)?.ventricularLogOdds ?? 0;
    return logOdds < rule.contradictedBelow ? undecided : met({ beats: run, measure: rateBpm });
  }
  return isWithoutPairs(beats, rule.clearBeats) && isClear(seconds, rule) ? over : undecided;
}

/** Whether the rhythm has not been one for some seconds, or no model tells. */
const isClear = (seconds: readonly KnownSecond[], { clearSeconds, level }: Rule): boolean =>
  seconds
    .slice(-clearSeconds)
    .every(({ ventricularLogOdds }) => ventricularLogOdds === undefined || ventricularLogOdds < level);

/**
 * The rhythm of the last seconds, as a model tells it.
 * @param beats the last ones, for the evidence
 */
export function ventricularRhythm(
  beats: readonly KnownBeat[],
  seconds: readonly KnownSecond[],
  rule: Rule,
): Condition {
  const speaks = ({ ventricularLogOdds, ventricularPossible }: KnownSecond): boolean =>
    ventricularLogOdds !== undefined && ventricularLogOdds >= rule.level && ventricularPossible !== false;
  if (!endsWith(seconds, rule.seconds, speaks)) return undecided;
  const last = beats.slice(-rule.beats);
  const rateBpm = meanRateBpm(last.slice(0, -1));
  return met({ beats: last, byRhythm: true, ...(Number.isFinite(rateBpm) && { measure: rateBpm }) });
}
