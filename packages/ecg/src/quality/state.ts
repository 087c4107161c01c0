import { cascadeState } from '../filters/biquad.ts';
import { slopeReversalState, type SlopeReversalState } from './slope-reversals.ts';
import { memorySeconds, subWindowsPerSecond, type QualityDesign } from './design.ts';

/** Rows of the memory: root mean squares of baseline and the four bands, then the range of the analysis band. */
export const memoryRows = 6;
export const memoryColumns = memorySeconds * subWindowsPerSecond;

/** Sums over the second in progress. */
export interface SecondSums {
  /** Samples read. */
  count: number;
  lowestCount: number;
  highestCount: number;
  /** Sum of the counts. */
  sumCounts: number;
  /** Number of saturated samples. */
  railed: number;
  /** Whether the slope reversed faster than in any ECG. */
  rings: boolean;
  /** Second and fourth powers of the analysis band and of the QRS band. */
  analysisPower: number;
  analysisFourth: number;
  qrsPower: number;
  qrsFourth: number;
  /** Squared differences of neighbouring samples of the analysis band, and its changes of sign. */
  slopePower: number;
  crossings: number;
  /** Second and fourth powers above 45 Hz. */
  humPower: number;
  humFourth: number;
}

/** Quality state of one segment; plain data. */
export interface QualityState {
  started: boolean;
  offsetMicrovolts: number;
  microvoltsPerCount: number;
  readonly baselineFilter: Float64Array;
  readonly withoutBaselineFilter: Float64Array;
  readonly analysisFilter: Float64Array;
  readonly bandFilters: readonly Float64Array[];
  readonly humFilter: Float64Array;
  /** Power sums of the sub-window in progress, one a row, and the extremes of its analysis band. */
  readonly partialPower: Float64Array;
  partialLowest: number;
  partialHighest: number;
  /** Sub-windows of the last seconds: `memoryRows` x `memoryColumns`, oldest first within a row. */
  readonly memory: Float32Array;
  /** Number of whole seconds read, up to `memorySeconds`. */
  secondsKnown: number;
  previousAnalysis: number;
  previousCount: number;
  /** Length of the run of equal counts at the end, samples. */
  standstill: number;
  readonly slopeReversals: SlopeReversalState;
  /** Extremes of the whole segment, counts. */
  lowestEver: number;
  highestEver: number;
  /** Usual level of the signal, counts; follows usable seconds. */
  usualLevel: number;
  levelKnown: boolean;
  flatSeconds: number;
  second: SecondSums;
}

export const emptySecond = (): SecondSums => ({
  count: 0,
  lowestCount: Infinity,
  highestCount: -Infinity,
  sumCounts: 0,
  railed: 0,
  rings: false,
  analysisPower: 0,
  analysisFourth: 0,
  qrsPower: 0,
  qrsFourth: 0,
  slopePower: 0,
  crossings: 0,
  humPower: 0,
  humFourth: 0,
});

/** State at the start of a segment. */
export function qualityState(design: QualityDesign): QualityState {
  return {
    started: false,
    offsetMicrovolts: 0,
    microvoltsPerCount: 1,
    baselineFilter: cascadeState(design.baseline),
    withoutBaselineFilter: cascadeState(design.withoutBaseline),
    analysisFilter: cascadeState(design.analysis),
    bandFilters: design.bands.map(cascadeState),
    humFilter: cascadeState(design.hum),
    partialPower: new Float64Array(memoryRows - 1),
    partialLowest: Infinity,
    partialHighest: -Infinity,
    memory: new Float32Array(memoryRows * memoryColumns),
    secondsKnown: 0,
    previousAnalysis: 0,
    previousCount: 0,
    standstill: 0,
    slopeReversals: slopeReversalState(),
    lowestEver: Infinity,
    highestEver: -Infinity,
    usualLevel: 0,
    levelKnown: false,
    flatSeconds: 0,
    second: emptySecond(),
  };
}
