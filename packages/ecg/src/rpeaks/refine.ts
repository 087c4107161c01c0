import { slotOf } from '../packed/ring.ts';
import type { DetectorDesign } from './design.ts';
import type { DetectorState } from './state.ts';
import { tuning } from './tuning.ts';

/** Least distance of two R peaks. */
const closestSeconds = 0.15;

/**
 * Position of the R peak in the analysis band: the extremum near the middle of the QRS energy in the usual polarity of
 * the lead, unless the opposite one is much larger.
 */
export function refinedPeak(state: DetectorState, design: DetectorDesign, middle: number): number {
  const { history } = state;
  const closest = state.lastPeak < 0 ? 0 : state.lastPeak + Math.ceil(closestSeconds * design.samplingRateHz);
  const from = Math.max(middle - design.refine, closest, 0);
  const to = Math.max(from, Math.min(middle + design.refine, state.sampleCount - 1));
  const { length } = history;
  let slot = slotOf(from, length);
  let sum = 0;
  let highest = from;
  let lowest = from;
  let top = history[slot] ?? 0;
  let bottom = top;
  for (let position = from; position <= to; position += 1) {
    const value = history[slot] ?? 0;
    slot = slot + 1 === length ? 0 : slot + 1;
    sum += value;
    if (value > top) {
      top = value;
      highest = position;
    }
    if (value < bottom) {
      bottom = value;
      lowest = position;
    }
  }
  const middleLevel = sum / (to - from + 1);
  const up = top - middleLevel;
  const down = middleLevel - bottom;
  if (up + down === 0) return from;
  state.polarity += tuning.polarityRate * ((up - down) / (up + down) - state.polarity);
  if (state.polarity >= 0) return down > tuning.polarityFactor * up ? lowest : highest;
  return up > tuning.polarityFactor * down ? highest : lowest;
}
