import { cascadeState } from '../filters/biquad.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorDesign } from './design.ts';
import { templateLength } from './tuning.ts';

/**
 * Detector state of one segment; plain data, restored bit for bit. Positions are samples since the start of the
 * segment.
 */
export interface DetectorState {
  sampleCount: number;
  /** Value of the first sample, microvolts: subtracted, so that the filters start at rest. */
  offsetMicrovolts: number;
  readonly mainsFilter: Float64Array;
  readonly analysisFilter: Float64Array;
  readonly qrsFilter: Float64Array;
  readonly wideFilter: Float64Array;
  /** Ring of the last seconds in the analysis band, microvolts; sample n is at index n modulo its length. */
  readonly history: Float32Array;
  /** Ring of the rectified QRS band over one averaging length, and its sum. */
  readonly energy: Float64Array;
  energySum: number;
  /** The same of the wide band. */
  readonly wideEnergy: Float64Array;
  wideSum: number;
  /** Greatest average of the wide band since the last candidate, and the usual one of a beat, microvolts. */
  wideHeight: number;
  wideLevel: number;
  /** Greatest average of the QRS band since the last call of `takeQrsShare`, microvolts. */
  tallest: number;
  /** Highest point of the average since it last began to rise, and whether it has risen. */
  summitPosition: number;
  summitHeight: number;
  rising: boolean;
  /** Candidates since the last beat, in order. */
  candidates: Candidate[];
  /** Whether the levels are known. */
  learned: boolean;
  /** Number of beats since the levels were learned. */
  beatsSinceLearned: number;
  signalLevel: number;
  noiseLevel: number;
  /** Position of the last beat on the averaged energy; -1 before the first beat. */
  lastBeatPosition: number;
  lastBeatHeight: number;
  /** Last RR intervals, up to eight, oldest first, samples. */
  rrIntervals: number[];
  /** Logarithms of the heights of the last beats, up to eight. */
  beatHeightLogs: number[];
  /** Slopes of the usual beat, microvolts a template step. */
  readonly template: Float64Array;
  templateKnown: boolean;
  /** Usual polarity of R peaks: -1 negative, 1 positive, in between while uncertain. */
  polarity: number;
  /** Position of the last R peak in the analysis band; -1 before the first and after a pause. */
  lastPeak: number;
}

export function detectorState(design: DetectorDesign): DetectorState {
  return {
    sampleCount: 0,
    offsetMicrovolts: 0,
    mainsFilter: cascadeState(design.mains),
    analysisFilter: cascadeState(design.analysis),
    qrsFilter: cascadeState(design.qrsBand),
    wideFilter: cascadeState(design.wideBand),
    history: new Float32Array(design.historyLength),
    energy: new Float64Array(design.averageLength),
    energySum: 0,
    wideEnergy: new Float64Array(design.averageLength),
    wideSum: 0,
    wideHeight: 0,
    wideLevel: 0,
    tallest: 0,
    summitPosition: 0,
    summitHeight: 0,
    rising: false,
    candidates: [],
    learned: false,
    beatsSinceLearned: 0,
    signalLevel: 0,
    noiseLevel: 0,
    lastBeatPosition: -1,
    lastBeatHeight: 0,
    rrIntervals: [],
    beatHeightLogs: [],
    template: new Float64Array(templateLength),
    templateKnown: false,
    polarity: 0,
    lastPeak: -1,
  };
}

/** What a detector has learned of the signal: it holds over a short hole, as the electrodes are the same. */
export type DetectorLevels = Pick<
  DetectorState,
  | 'learned'
  | 'beatsSinceLearned'
  | 'signalLevel'
  | 'noiseLevel'
  | 'wideLevel'
  | 'rrIntervals'
  | 'beatHeightLogs'
  | 'template'
  | 'templateKnown'
  | 'polarity'
>;

/** @returns undefined while the levels are being learned */
export function levelsOf(state: DetectorState): DetectorLevels | undefined {
  if (!state.learned) return undefined;
  const { learned, beatsSinceLearned, signalLevel, noiseLevel, wideLevel } = state;
  const { rrIntervals, beatHeightLogs, template, templateKnown, polarity } = state;
  return {
    ...{ learned, beatsSinceLearned, signalLevel, noiseLevel, wideLevel },
    ...{ rrIntervals, beatHeightLogs, template, templateKnown, polarity },
  };
}
