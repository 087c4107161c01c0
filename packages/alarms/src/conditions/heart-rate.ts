import type { RateRule } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { met, over, undecided, type Condition } from './condition.ts';

/** Mean rate over the RR intervals of these beats, bpm. */
export const meanRateBpm = (beats: readonly KnownBeat[]): number =>
  (60_000 * beats.length) / beats.reduce((sum, { rrIntervalMs }) => sum + rrIntervalMs, 0);

const rateBpm = ({ rrIntervalMs }: KnownBeat): number => 60_000 / rrIntervalMs;

export function bradycardia(beats: readonly KnownBeat[], rule: RateRule): Condition {
  const last = beats.slice(-rule.beats);
  if (last.length < rule.beats) return undecided;
  const measure = meanRateBpm(last);
  const slow = last.filter((beat) => rateBpm(beat) < rule.beyondBpm).length;
  if (measure < rule.limitBpm && slow >= rule.share * rule.beats) return met({ beats: last, measure });
  return measure >= rule.overBpm ? over : undecided;
}

export function tachycardia(beats: readonly KnownBeat[], rule: RateRule): Condition {
  const last = beats.slice(-rule.beats);
  if (last.length < rule.beats) return undecided;
  const measure = meanRateBpm(last);
  if (isDoubled(last)) return undecided;
  const fast = last.filter((beat) => rateBpm(beat) > rule.beyondBpm).length;
  if (measure > rule.limitBpm && fast >= rule.share * rule.beats) return met({ beats: last, measure });
  return measure <= rule.overBpm ? over : undecided;
}

/**
 * Whether beats were found twice, the second time by the T wave: then the intervals fall into two narrow kinds, R to
 * T wave and T wave to R. At a rate that is really high they are of one kind, in atrial fibrillation of every length.
 */
function isDoubled(beats: readonly KnownBeat[]): boolean {
  const sorted = beats.map(({ rrIntervalMs }) => rrIntervalMs).sort((a, b) => a - b);
  const enough = beats.length / 4;
  return sorted.some((leastLong, index) => {
    const short = sorted.slice(0, index);
    const isSplit = leastLong >= betweenKinds * (short.at(-1) ?? leastLong);
    if (!isSplit || (short.at(-1) ?? 0) > withinKind * (short[0] ?? 0)) return false;
    // Here and there a T wave is passed over: those intervals are longer than both kinds.
    const long = sorted.slice(index).filter((interval) => interval <= withinKind * leastLong);
    return short.length >= enough && long.length >= enough;
  });
}

/** Ratios of RR intervals. */
const betweenKinds = 1.2;
const withinKind = 1.35;
