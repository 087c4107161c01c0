import type { AlarmSettings } from '../settings.ts';
import type { MonitorState } from '../state.ts';
import { met, over, undecided, type Condition } from './condition.ts';

type Known = Pick<MonitorState, 'seconds' | 'usableSinceUs' | 'lastPeakUs' | 'lastSecondEndUs' | 'pauseCut'>;

/**
 * No R peak for some seconds of usable signal. A flat line is not asystole: over a heart that stands still electrodes
 * pick up baseline and muscle, so that the quality index calls a flat line unusable. While fibrillation is suspected,
 * its rule decides.
 */
export function asystole(known: Known, { asystole: rule, fibrillation }: AlarmSettings): Condition {
  const { usableSinceUs, lastPeakUs, lastSecondEndUs } = known;
  if (usableSinceUs === 0) return undecided;
  const hasPeak = lastPeakUs >= usableSinceUs;
  const pauseMs = (lastSecondEndUs - Math.max(lastPeakUs, usableSinceUs)) / 1000;
  const suspected = known.seconds
    .slice(-fibrillation.windowSeconds)
    .some(({ fibrillationIndex }) => fibrillationIndex >= fibrillation.level);
  const afterPeakMs = rule.pauseMs + rule.detectionMs + (known.pauseCut ? rule.unknownPeakMs : 0);
  if (pauseMs >= (hasPeak ? afterPeakMs : rule.withoutAnyMs)) {
    return suspected ? undecided : met({ measure: pauseMs / 1000 });
  }
  return hasPeak && pauseMs < rule.pauseMs ? over : undecided;
}
