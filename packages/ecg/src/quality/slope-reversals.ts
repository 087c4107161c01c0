import { remember } from '../packed/remembered.ts';
import { mostReversals, qualityPlaces, type QualityState } from './state.ts';

/** Least height of a large reversal, microvolts. */
const largeMicrovolts = 400;
const withinSeconds = 0.1;

/**
 * Counts the large slope reversals in samples, and notes where the signal rings: where its slope reverses by 0.4 mV or more
 * five times within 100 ms, which a rattling contact or a recovering amplifier does but no ECG. A notched QRS complex has
 * four reversals, an ordinary one three.
 */
export function advanceSlopeReversals(
  state: QualityState,
  samples: Int16Array,
  samplingRateHz: number,
  microvoltsPerCount: number,
): void {
  const large = largeMicrovolts / microvoltsPerCount;
  const before = state.reversalAt;
  let extreme = before === 0 ? (samples[0] ?? 0) : state.reversalExtreme;
  let rises = state.reversalRising !== 0;
  for (let index = 0; index < samples.length; index += 1) {
    const value = samples[index] ?? 0;
    if (rises ? value >= extreme : value <= extreme) {
      extreme = value;
      continue;
    }
    if (Math.abs(value - extreme) < large) continue;
    rises = !rises;
    extreme = value;
    noteReversal(state, before + index + 1, withinSeconds * samplingRateHz);
  }
  state.reversalAt = before + samples.length;
  state.reversalRising = rises ? 1 : 0;
  state.reversalExtreme = extreme;
}

function noteReversal(state: QualityState, at: number, within: number): void {
  const { numbers, reversalCount: length } = state;
  const from = qualityPlaces.reversals;
  if (length === mostReversals && at - (numbers[from] ?? 0) <= within) state.rings = 1;
  state.reversalCount = remember(numbers, { from, length, most: mostReversals }, at);
}
