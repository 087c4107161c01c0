import { packedNumbers } from '../packed/packed-numbers.ts';
import { placesFrom } from '../packed/places.ts';
import type { DetectorDesign } from './design.ts';
import { mostCandidates, candidateWidth } from './candidate.ts';
import { rememberedBeats, templateLength } from './tuning.ts';

/** Names of the numbers of a detector, in their order; a change needs a step in `upgrade-snapshot.ts`. */
export const detectorNumbers = [
  'sampleCount',
  /** Value of the first sample, microvolts: subtracted, so that the filters start at rest. */
  'offsetMicrovolts',
  /** Sums over the rings of the rectified QRS band and wide band. */
  'energySum',
  'wideSum',
  /** Greatest average of the wide band since the last candidate, and the usual one of a beat, microvolts. */
  'wideHeight',
  'wideLevel',
  /** Greatest average of the QRS band since the last call of `takeQrsShare`, microvolts. */
  'tallest',
  /** Highest point of the average since it last began to rise, and whether it has risen: 1 or 0. */
  'summitPosition',
  'summitHeight',
  'rising',
  /** Whether the levels are known: 1 or 0. */
  'learned',
  /** Number of beats since the levels were learned. */
  'beatsSinceLearned',
  'signalLevel',
  'noiseLevel',
  /** Position of the last beat on the averaged energy; -1 before the first beat. */
  'lastBeatPosition',
  'lastBeatHeight',
  /** Whether the template is known: 1 or 0. */
  'templateKnown',
  /** Usual polarity of R peaks: -1 negative, 1 positive, in between while uncertain. */
  'polarity',
  /** Position of the last R peak in the analysis band; -1 before the first and after a pause. */
  'lastPeak',
  /** Lengths of the lists that follow. */
  'rrCount',
  'heightCount',
  'candidateCount',
] as const;

const Numbers = packedNumbers(detectorNumbers);

/** Where the filters' states and the lists begin among a detector's numbers. */
export const detectorPlaces = placesFrom(Numbers.count, {
  mains: 2,
  analysis: 4,
  qrs: 6,
  wide: 4,
  /** Last RR intervals, oldest first, samples. */
  rrIntervals: rememberedBeats,
  /** Logarithms of the heights of the last beats. */
  heightLogs: rememberedBeats,
  /** Slopes of the usual beat, microvolts a template step. */
  template: templateLength,
  /** Candidates since the last beat, in order; see `candidate.ts`. */
  candidates: mostCandidates * candidateWidth,
  /** Ring of the rectified QRS band over one averaging length, followed by that of the wide band. */
  energy: 0,
});

/** Detector state as a snapshot holds it, restored bit for bit. */
export interface StoredDetector {
  readonly numbers: Float64Array;
  readonly history: Float32Array;
}

/** Detector state of one segment. Positions are samples since the start of the segment. */
export class DetectorState extends Numbers implements StoredDetector {
  /** Ring of the last seconds in the analysis band, microvolts; sample n is at index n modulo its length. */
  readonly history: Float32Array;

  constructor({ numbers, history }: StoredDetector) {
    super(numbers);
    this.history = history;
  }
}

export function detectorState(design: DetectorDesign): DetectorState {
  const { averageLength, historyLength } = design;
  const state = new DetectorState({
    numbers: new Float64Array(detectorPlaces.energy + 2 * averageLength),
    history: new Float32Array(historyLength),
  });
  state.lastBeatPosition = -1;
  state.lastPeak = -1;
  return state;
}

/** Numbers that a detector has learned of the signal, beside the lists of the last beats and the template. */
const learnedNumbers = [
  'learned',
  'beatsSinceLearned',
  'signalLevel',
  'noiseLevel',
  'wideLevel',
  'rrCount',
  'heightCount',
  'templateKnown',
  'polarity',
] as const;

/**
 * What a detector has learned of the signal, the numbers and then the lists: it holds over a short hole, as the electrodes
 * are the same.
 */
export type DetectorLevels = Float64Array;

/** @returns undefined while the levels are being learned */
export function levelsOf(state: DetectorState): DetectorLevels | undefined {
  if (state.learned === 0) return undefined;
  const lists = state.numbers.subarray(detectorPlaces.rrIntervals, detectorPlaces.candidates);
  return Float64Array.from([...learnedNumbers.map((name) => state[name]), ...lists]);
}

/** Lets a new detector go on with what another one has learned. */
export function adoptLevels(state: DetectorState, levels: DetectorLevels): void {
  for (const [index, name] of learnedNumbers.entries()) state[name] = levels[index] ?? 0;
  state.numbers.set(levels.subarray(learnedNumbers.length), detectorPlaces.rrIntervals);
}
