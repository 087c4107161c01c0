import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { endsWith, met, over, undecided, type Condition } from './condition.ts';
import { meanStrength } from './strength.ts';

export function anomalyBurst(beats: readonly KnownBeat[], rule: AlarmSettings['anomalyBurst']): Condition {
  const isClear = (beat: KnownBeat): boolean => beat.anomalous && beat.strength >= rule.clearly;
  const clear = beats.slice(-rule.windowBeats).filter(isClear);
  const newest = beats.at(-1);
  const isMet =
    newest !== undefined &&
    isClear(newest) &&
    clear.length >= rule.anomalousBeats &&
    meanStrength(clear) >= rule.leastStrength;
  if (isMet) {
    return met({ beats: clear, byLoss: true });
  }
  return endsWith(beats, rule.calmBeats, ({ calm }) => calm) ? over : undecided;
}
