import { limitsInForce, type AlarmKind } from '@beatwatch/contracts';
import type { LimitsResponse, WaveformResponse } from '../server/responses.ts';
import { heartBeats } from './heart-beats.ts';

export interface RatePoint {
  /** Of the R peak. */
  readonly timeUs: number;
  /** By the interval before it. */
  readonly bpm: number;
}

/** The heart rate from beat to beat. */
export const rateSeries = (scores: WaveformResponse['scores']): RatePoint[] =>
  heartBeats(scores)
    .filter(({ rrIntervalMs }) => rrIntervalMs > 0)
    .map(({ beatTimeUs, rrIntervalMs }) => ({ timeUs: beatTimeUs, bpm: 60_000 / rrIntervalMs }));

/**
 * The limit, in bpm, that an alarm of a rate was judged by: the patient's own as it was set then, below it that of the ward as it
 * is now. Undefined for other kinds.
 * @param raisedUs by the clock of who received it
 */
export function rateLimitBpm(
  kind: AlarmKind,
  { own, profile, changes }: LimitsResponse,
  raisedUs: number,
): number | undefined {
  const name =
    kind === 'extreme-bradycardia'
      ? 'heartRateLowBpm'
      : kind === 'extreme-tachycardia'
        ? 'heartRateHighBpm'
        : undefined;
  if (name === undefined) return undefined;
  const before = changes.find(({ timeUs }) => timeUs <= raisedUs);
  // With changes, but none before: nobody had set one yet.
  const ownThen = before?.limits ?? (changes.length === 0 ? own : undefined);
  return limitsInForce({
    ...(ownThen !== undefined && { own: ownThen }),
    ...(profile !== undefined && { profile }),
  })[name];
}
