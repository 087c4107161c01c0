import { subWindowsPerSecond, type QualityDesign } from './design.ts';
import { memoryColumns, memoryRows, type QualityState, type SecondSums } from './state.ts';

/**
 * A line that moves no more than this within a second (microvolts, or two counts of a coarse converter) is no signal:
 * the electronics of an electrode that lies on a skin make more, in asystole too.
 */
const flatMicrovolts = 10;
const flatCounts = 2;
/** Flat seconds in a row after which the lead counts as off. */
const leadOffSeconds = 2;
/** Least mains hum of a loose wire: microvolts (root mean square), and as a multiple of all that lies below it. */
const humMicrovolts = 200;
const humFactor = 1.2;
/** Fourth moment over squared power: 1.5 for a sine, 3 for noise. */
const humKurtosis = 1.9;
/** A signal that is cut off for this share of a second is named so. */
const namedRailedShare = 0.08;
/** Heights below this (microvolts) leave no room for noise that looks like beats: a quiet line may be asystole. */
const quietMicrovolts = 100;

/** What can be told without any learning. */
export interface PlainFaults {
  readonly flat: boolean;
  readonly saturation: boolean;
  /** Share of the second for which the signal is cut off. */
  readonly railedShare: number;
  readonly leadOff: boolean;
  /** The slope reverses as it never does in an ECG: see `slope-reversals.ts`. */
  readonly rings: boolean;
  /** So little moves that no noise can hide or feign a beat. */
  readonly quiet: boolean;
}

/** Judges the second that was read by its extremes; counts flat seconds. */
export function plainFaults(state: QualityState, design: QualityDesign): PlainFaults {
  const { second } = state;
  const range = second.highestCount - second.lowestCount;
  const flat = range <= flatCounts || range * state.microvoltsPerCount <= flatMicrovolts;
  state.flatSeconds = flat ? state.flatSeconds + 1 : 0;
  const railedShare = Math.min(1, second.railed / design.secondLength);
  const saturation = railedShare > namedRailedShare;
  return {
    flat,
    saturation,
    railedShare,
    rings: second.rings,
    leadOff: isHumming(state.second) || (flat && (saturation || state.flatSeconds >= leadOffSeconds)),
    quiet: tallest(state) < quietMicrovolts,
  };
}

function isHumming({ count, humPower, humFourth, analysisPower }: SecondSums): boolean {
  return (
    humPower > humMicrovolts ** 2 * count &&
    humPower > humFactor ** 2 * analysisPower &&
    humFourth * count < humKurtosis * humPower * humPower
  );
}

/** The highest of the last sub-windows, microvolts from lowest to highest. */
function tallest({ memory, secondsKnown }: QualityState): number {
  const end = memoryRows * memoryColumns;
  const known = Math.min(memoryColumns, (secondsKnown + 1) * subWindowsPerSecond);
  let height = 0;
  for (let index = end - known; index < end; index += 1) height = Math.max(height, memory[index] ?? 0);
  return height;
}

/** Follows where the signal usually lies. */
export function followLevel(state: QualityState): void {
  const mean = state.second.sumCounts / state.second.count;
  state.usualLevel = state.levelKnown ? state.usualLevel + 0.2 * (mean - state.usualLevel) : mean;
  state.levelKnown = true;
}
