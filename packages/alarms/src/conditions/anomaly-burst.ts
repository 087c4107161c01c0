import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { endsWith, met, over, undecided, type Condition } from './condition.ts';
import { meanStrength } from './strength.ts';

/** Anomalous beats that are not ventricular: those have alarms with names. */
export function anomalyBurst(beats: readonly KnownBeat[], rule: AlarmSettings['anomalyBurst']): Condition {
  const counts = (beat: KnownBeat): boolean =>
    beat.anomalous && !beat.ventricular && beat.strength >= rule.minStrength;
  const counted = beats.slice(-rule.windowBeats).filter(counts);
  const newest = beats.at(-1);
  const isMet =
    newest !== undefined &&
    counts(newest) &&
    counted.length >= rule.anomalousBeats &&
    meanStrength(counted) >= rule.minMeanStrength;
  if (isMet) {
    return met({ beats: counted, byAnomalyScore: true });
  }
  return endsWith(beats, rule.clearBeats, ({ clear }) => clear) ? over : undecided;
}
