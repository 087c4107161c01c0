import type { AlarmSettings, RateRule } from '../settings.ts';
import type { KnownBeat, LeadState } from '../state.ts';
import { met, over, undecided, type Condition } from './condition.ts';
import { sharesBetween } from './missed-beats.ts';

/** Mean rate over the RR intervals of these beats, bpm. */
export const meanRateBpm = (beats: readonly KnownBeat[]): number =>
  (60_000 * beats.length) / beats.reduce((sum, { rrIntervalMs }) => sum + rrIntervalMs, 0);

const rateBpm = ({ rrIntervalMs }: KnownBeat): number => 60_000 / rrIntervalMs;

/**
 * A slow rate, unless a lead is full of waves wherever no beat was found: then beats were missed.
 * @param leads whose signal is here
 */
export function bradycardia(
  beats: readonly KnownBeat[],
  leads: readonly LeadState[],
  { bradycardia: rule, signal }: Pick<AlarmSettings, 'bradycardia' | 'signal'>,
): Condition {
  const last = beats.slice(1 - rule.beats);
  if (last.length < rule.beats - 1) return undecided;
  const measure = meanRateBpm(last);
  const slow = last.filter((beat) => rateBpm(beat) < rule.beyondBpm).length;
  if (measure < rule.limitBpm && slow >= rule.share * last.length) {
    const isMissed = leads
      .map((lead) => sharesBetween(last, lead))
      .some((shares) => shares.length > 0 && Math.min(...shares) >= signal.missedBeatFrom);
    return isMissed
      ? undecided
      : met({ beats: last, measure, ...asUrgent(measure < (rule.highBeyondBpm ?? Infinity)) });
  }
  return measure >= rule.overBpm ? over : undecided;
}

export function tachycardia(beats: readonly KnownBeat[], rule: RateRule): Condition {
  const last = beats.slice(1 - rule.beats);
  if (last.length < rule.beats - 1) return undecided;
  const measure = meanRateBpm(last);
  if (isDoubled(last)) return undecided;
  const fast = last.filter((beat) => rateBpm(beat) > rule.beyondBpm).length;
  if (measure > rule.limitBpm && fast >= rule.share * last.length)
    return met({ beats: last, measure, ...asUrgent(measure > (rule.highBeyondBpm ?? 0)) });
  return measure <= rule.overBpm ? over : undecided;
}

const asUrgent = (isExtreme: boolean): { readonly priority?: 'medium' } =>
  isExtreme ? {} : { priority: 'medium' };

/**
 * Whether T waves were detected as beats: then the intervals fall into two narrow groups, R to T wave and T wave to R.
 * At a truly high rate they form one group; in atrial fibrillation they are of any length.
 */
function isDoubled(beats: readonly KnownBeat[]): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const { rrIntervalMs } of beats) {
    least = Math.min(least, rrIntervalMs);
    most = Math.max(most, rrIntervalMs);
  }
  // As with most beats: there is no room between two groups.
  if (most < betweenGroups * least) return false;
  const sorted = Float64Array.from(beats, ({ rrIntervalMs }) => rrIntervalMs).sort();
  const enough = beats.length / 4;
  const [shortest = Number.NaN] = sorted;
  return sorted.some((shortestLong, index) => {
    const longestShort = sorted[index - 1];
    if (longestShort === undefined || index < enough) return false;
    if (shortestLong < betweenGroups * longestShort || longestShort > withinGroup * shortest) return false;
    // Some T waves are not detected: those intervals are longer than both groups.
    const long = sorted.subarray(index).filter((interval) => interval <= withinGroup * shortestLong);
    return long.length >= enough;
  });
}

/** Ratios of RR intervals. */
const betweenGroups = 1.2;
const withinGroup = 1.35;
