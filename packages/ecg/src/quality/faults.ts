import { subWindowsPerSecond, type QualityDesign } from './design.ts';
import { memoryColumns, memoryRows, type QualityState } from './state.ts';

/**
 * Largest range of a flat second: microvolts, or two counts of a coarse converter. An electrode on skin gives more noise
 * than that, even in asystole.
 */
const flatMicrovolts = 10;
const flatCounts = 2;
/** Flat seconds in a row after which the lead counts as off. */
const leadOffSeconds = 2;
/** Least mains hum of a loose wire: root mean square in microvolts, and as a multiple of the analysis band. */
const humMicrovolts = 200;
const humFactor = 1.2;
/** Fourth moment over squared power: 1.5 for a sine, 3 for noise. */
const humKurtosis = 1.9;
/** Share of a second above which its saturation is reported. */
const namedRailedShare = 0.08;
/** Height below which noise cannot look like beats, microvolts: a quiet line may be asystole. */
const quietMicrovolts = 100;

/** Faults found by rules, without a model. */
export interface PlainFaults {
  readonly flat: boolean;
  readonly saturation: boolean;
  /** Share of the second that is saturated. */
  readonly railedShare: number;
  readonly leadOff: boolean;
  /** Whether the slope reverses faster than in any ECG; see `slope-reversals.ts`. */
  readonly rings: boolean;
  /** Whether the signal is too small for noise that hides or imitates a beat. */
  readonly quiet: boolean;
}

/** Finds faults of the second in progress by its extremes, and counts flat seconds. */
export function plainFaults(state: QualityState, design: QualityDesign): PlainFaults {
  const range = state.highestCount - state.lowestCount;
  const flat = range <= flatCounts || range * state.microvoltsPerCount <= flatMicrovolts;
  state.flatSeconds = flat ? state.flatSeconds + 1 : 0;
  const railedShare = Math.min(1, state.railed / design.secondLength);
  const saturation = railedShare > namedRailedShare;
  return {
    flat,
    saturation,
    railedShare,
    rings: state.rings !== 0,
    leadOff: isHumming(state) || (flat && (saturation || state.flatSeconds >= leadOffSeconds)),
    quiet: tallest(state) < quietMicrovolts,
  };
}

function isHumming({ count, humPower, humFourth, analysisPower }: QualityState): boolean {
  return (
    humPower > humMicrovolts ** 2 * count &&
    humPower > humFactor ** 2 * analysisPower &&
    humFourth * count < humKurtosis * humPower * humPower
  );
}

/** Largest range of the sub-windows in the memory, microvolts. */
function tallest({ memory, secondsKnown }: QualityState): number {
  const end = memoryRows * memoryColumns;
  const known = Math.min(memoryColumns, (secondsKnown + 1) * subWindowsPerSecond);
  let height = 0;
  for (let index = end - known; index < end; index += 1) height = Math.max(height, memory[index] ?? 0);
  return height;
}

/** Follows the usual level of the signal. */
export function followLevel(state: QualityState): void {
  const mean = state.sumCounts / state.count;
  state.usualLevel = state.levelKnown === 0 ? mean : state.usualLevel + 0.2 * (mean - state.usualLevel);
  state.levelKnown = 1;
}
