import { packedNumbers } from '../packed/packed-numbers.ts';
import { placesFrom } from '../packed/places.ts';
import { memorySeconds, subWindowsPerSecond } from './design.ts';

/** Rows of the memory: root mean squares of baseline and the four bands, then the range of the analysis band. */
export const memoryRows = 6;
export const memoryColumns = memorySeconds * subWindowsPerSecond;

/** Names of the numbers of the second in progress, in their order, and what each begins with. */
const secondNumbers = {
  /** Samples read. */
  count: 0,
  lowestCount: Infinity,
  highestCount: -Infinity,
  /** Sum of the counts. */
  sumCounts: 0,
  /** Number of saturated samples. */
  railed: 0,
  /** Whether the slope reversed faster than in any ECG: 1 or 0. */
  rings: 0,
  /** Second and fourth powers of the analysis band and of the QRS band. */
  analysisPower: 0,
  analysisFourth: 0,
  qrsPower: 0,
  qrsFourth: 0,
  /** Squared differences of neighbouring samples of the analysis band, and its changes of sign. */
  slopePower: 0,
  crossings: 0,
  /** Second and fourth powers above 45 Hz. */
  humPower: 0,
  humFourth: 0,
};

const secondNames = Object.keys(secondNumbers) as (keyof typeof secondNumbers)[];

/** Names of the other numbers of a segment's quality, in their order, and what each begins with. */
const segmentNumbers = {
  /** Whether a sample has been read: 1 or 0. */
  started: 0,
  offsetMicrovolts: 0,
  microvoltsPerCount: 1,
  /** Extremes of the analysis band in the sub-window in progress. */
  partialLowest: Infinity,
  partialHighest: -Infinity,
  /** Number of whole seconds read, up to `memorySeconds`. */
  secondsKnown: 0,
  previousAnalysis: 0,
  previousCount: 0,
  /** Length of the run of equal counts at the end, samples. */
  standstill: 0,
  /** Samples read by the count of slope reversals, whether the slope rises (1 or 0), and the last extreme, counts. */
  reversalAt: 0,
  reversalRising: 1,
  reversalExtreme: 0,
  /** Length of the list of slope reversals. */
  reversalCount: 0,
  /** Extremes of the whole segment, counts. */
  lowestEver: Infinity,
  highestEver: -Infinity,
  /** Usual level of the signal, counts, which follows usable seconds, and whether it is known: 1 or 0. */
  usualLevel: 0,
  levelKnown: 0,
  flatSeconds: 0,
};

const segmentNames = Object.keys(segmentNumbers) as (keyof typeof segmentNumbers)[];

/** Names of the numbers of a segment's quality, in their order; a change needs a step in `upgrade-snapshot.ts`. */
export const qualityNumbers = [...secondNames, ...segmentNames];

const Numbers = packedNumbers(qualityNumbers);

/** Most slope reversals that are remembered. */
export const mostReversals = 4;

/** Where the filters' states and the lists begin among the numbers of a segment's quality. */
export const qualityPlaces = placesFrom(Numbers.count, {
  baseline: 2,
  withoutBaseline: 2,
  analysis: 2,
  slow: 2,
  middle: 4,
  qrs: 4,
  fast: 8,
  hum: 2,
  /** Power sums of the sub-window in progress, one a row. */
  partialPower: memoryRows - 1,
  /** Sample numbers of the last large slope reversals, oldest first. */
  reversals: mostReversals,
  end: 0,
});

/** Quality state as a snapshot holds it. */
export interface StoredQuality {
  readonly numbers: Float64Array;
  readonly memory: Float32Array;
}

/** Quality state of one segment. */
export class QualityState extends Numbers implements StoredQuality {
  /** Sub-windows of the last seconds: `memoryRows` x `memoryColumns`, oldest first within a row. */
  readonly memory: Float32Array;

  constructor({ numbers, memory }: StoredQuality) {
    super(numbers);
    this.memory = memory;
  }
}

const emptySecond = Float64Array.from(Object.values(secondNumbers));
const emptySegment = Float64Array.from(Object.values(segmentNumbers));

/** State at the start of a segment. */
export function qualityState(): QualityState {
  const numbers = new Float64Array(qualityPlaces.end);
  numbers.set(emptySecond);
  numbers.set(emptySegment, emptySecond.length);
  return new QualityState({ numbers, memory: new Float32Array(memoryRows * memoryColumns) });
}

/** Empties the sums over the second in progress. */
export function emptySums({ numbers }: QualityState): void {
  numbers.set(emptySecond);
}
