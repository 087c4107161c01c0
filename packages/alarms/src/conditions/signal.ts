import type { AlarmSettings } from '../settings.ts';
import type { KnownSecond } from '../state.ts';
import { secondsCondition, type Condition } from './condition.ts';

/**
 * Fibrillation looks like a moving electrode, so the quality index would suppress it. The fibrillation index was
 * trained to tell the two apart and counts wherever there is a signal. A second without signal counts neither way.
 */
export function fibrillation(known: readonly KnownSecond[], rule: AlarmSettings['fibrillation']): Condition {
  const seconds = sinceLastGap(known).filter(({ hasSignal }) => hasSignal);
  const raising = seconds
    .slice(-rule.windowSeconds)
    .filter((second) => second.fibrillationIndex >= rule.level);
  const sum = raising.reduce((total, { fibrillationIndex }) => total + fibrillationIndex, 0);
  return secondsCondition(seconds, rule, {
    counts: ({ fibrillationIndex }) => fibrillationIndex >= rule.level,
    isClear: ({ fibrillationIndex }) => fibrillationIndex < rule.clearLevel,
    finding: { measure: sum / Math.max(1, raising.length) },
  });
}

/** The seconds after the last gap of more than one second. */
function sinceLastGap(seconds: readonly KnownSecond[]): readonly KnownSecond[] {
  const first = seconds.findLastIndex(
    ({ timeUs }, index) => timeUs - (seconds[index - 1]?.endTimeUs ?? -Infinity) > 1_000_000,
  );
  return seconds.slice(Math.max(0, first));
}

export const leadOff = (seconds: readonly KnownSecond[], rule: AlarmSettings['leadOff']): Condition =>
  secondsCondition(seconds, rule, {
    counts: (second) => second.leadOff,
    isClear: (second) => !second.leadOff,
  });

export const poorSignal = (seconds: readonly KnownSecond[], rule: AlarmSettings['poorSignal']): Condition =>
  secondsCondition(seconds, rule, {
    counts: ({ usable }) => !usable,
    isClear: ({ clear }) => clear,
    finding: measured(seconds.at(-1)?.qualityIndex),
  });

const measured = (measure: number | undefined) => (measure === undefined ? {} : { measure });
