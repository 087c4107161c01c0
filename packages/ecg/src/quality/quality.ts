import { zeroDenormals } from '../filters/biquad.ts';
import { usableQualityIndex, type SignalFault } from '@beatwatch/contracts';
import { describeSecond, featureCount } from './features.ts';
import { memorySeconds, subWindowsPerSecond, type QualityDesign } from './design.ts';
import { followLevel, plainFaults } from './faults.ts';
import { classify, noiseFaults, type QualityNetwork } from './network.ts';
import { emptySums, qualityPlaces, type QualityState } from './state.ts';

export { advanceQuality } from './advance.ts';
export { qualityDesign, type QualityDesign } from './design.ts';
export { qualityState, QualityState, type StoredQuality } from './state.ts';

export interface SecondQuality {
  /** 0 unusable to 1 clean. */
  readonly qualityIndex: number;
  readonly faults: readonly SignalFault[];
}

const features = new Float64Array(featureCount);

/** Least share of a class that is reported as a fault. */
const namedShare = 0.3;
/** Highest quality index of a second with a rattling contact. */
const ringingIndex = 0.3;
/** Lowest quality index of a quiet line. */
const quietIndex = 0.7;

/** Judges the second that `advanceQuality` has filled and begins the next. */
export function closeSecond(
  state: QualityState,
  design: QualityDesign,
  network: QualityNetwork,
): SecondQuality {
  const plain = plainFaults(state, design);
  const faults: SignalFault[] = [];
  let qualityIndex = 0;
  if (plain.flat) faults.push('flat');
  if (plain.saturation) faults.push('saturation');
  if (plain.leadOff) faults.push('lead-off');
  if (!plain.flat && !plain.leadOff) {
    describeSecond(state, design, features);
    const shares = classify(network, features);
    const usable = shares[0] ?? 0;
    qualityIndex = plain.quiet ? Math.max(usable, quietIndex) : usable;
    qualityIndex = Math.max(0, Math.min(qualityIndex, 1 - 1.5 * plain.railedShare));
    if (plain.rings) qualityIndex = Math.min(qualityIndex, ringingIndex);
    if (!plain.quiet) {
      for (let index = 0; index < noiseFaults.length; index += 1) {
        const fault = noiseFaults[index];
        const share = shares[index + 1] ?? 0;
        const isMotion = fault === 'electrode-motion' && plain.rings;
        if (fault !== undefined && (share >= namedShare || isMotion)) faults.push(fault);
      }
    }
  }
  if (qualityIndex >= usableQualityIndex) followLevel(state);
  beginSecond(state);
  return { qualityIndex, faults };
}

/** Begins the next second without judging the filled one. */
export function beginSecond(state: QualityState): void {
  zeroDenormals(state.numbers, qualityPlaces.baseline, qualityPlaces.partialPower);
  // All rows at once: the newest second of each is filled before it is read.
  state.memory.copyWithin(0, subWindowsPerSecond);
  state.secondsKnown = Math.min(state.secondsKnown + 1, memorySeconds);
  emptySums(state);
}
