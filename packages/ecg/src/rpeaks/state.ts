import { cascadeState } from '../filters/biquad.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorDesign } from './design.ts';
import { templateLength } from './tuning.ts';

/**
 * Everything the detector remembers of one segment: plain data, so that it can be stored and
 * restored bit for bit. Positions count samples from the start of the segment.
 */
export interface DetectorState {
  sampleCount: number;
  /** Microvolts of the first sample: taken off, so that the filters start at rest. */
  offsetMicrovolts: number;
  readonly mainsFilter: Float64Array;
  readonly analysisFilter: Float64Array;
  readonly qrsFilter: Float64Array;
  /** Ring of the last seconds in the analysis band, microvolts; sample n lies at n modulo its length. */
  readonly history: Float32Array;
  /** Ring of the rectified QRS band over one averaging length, and its sum. */
  readonly energy: Float64Array;
  energySum: number;
  /** The highest point of the average since it last rose, and whether it is rising at all. */
  summitPosition: number;
  summitHeight: number;
  rising: boolean;
  /** Since the last beat, in order: each may still turn out to be one. */
  candidates: Candidate[];
  /** False until the levels are known. */
  learned: boolean;
  /** Beats found since the levels were learned. */
  beatsSinceLearned: number;
  signalLevel: number;
  noiseLevel: number;
  /** On the averaged energy; -1 before the first beat. */
  lastBeatPosition: number;
  lastBeatHeight: number;
  /** Up to eight, oldest first, samples. */
  rrIntervals: number[];
  /** Logarithms of the heights of the last beats, up to eight. */
  beatHeightLogs: number[];
  /** Slopes of the usual beat, microvolts a step. */
  readonly template: Float64Array;
  templateKnown: boolean;
  /** -1 where R peaks point down, 1 where up, in between while unsure. */
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
    history: new Float32Array(design.historyLength),
    energy: new Float64Array(design.averageLength),
    energySum: 0,
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
