import {
  advanceQuality,
  closeSecond,
  describeSecond,
  featureCount,
  qualityDesign,
  qualityState,
  type QualityNetwork,
} from '@beatwatch/ecg';
import { unlabelled, type LabelledSignal } from './labelled-signals.ts';

/** What a network learns from: a row of features for each second that has a target. */
export interface Examples {
  readonly features: Float32Array[];
  readonly targets: number[];
  readonly weights: number[];
}

/** Reads a signal second by second, as the live path does. */
function* secondsOf({ samples, samplingRateHz, microvoltsPerCount }: LabelledSignal) {
  const design = qualityDesign(samplingRateHz);
  const state = qualityState(design);
  const { secondLength } = design;
  for (let second = 0; (second + 1) * secondLength <= samples.length; second += 1) {
    const piece = samples.subarray(second * secondLength, (second + 1) * secondLength);
    advanceQuality(state, design, piece, microvoltsPerCount);
    yield { second, state, design };
  }
}

export function addExamples(signal: LabelledSignal, examples: Examples): void {
  const features = new Float64Array(featureCount);
  for (const { second, state, design } of secondsOf(signal)) {
    describeSecond(state, design, features);
    closeSecond(state, design);
    const target = signal.targetOf(second);
    if (target === unlabelled) continue;
    examples.features.push(Float32Array.from(features));
    examples.targets.push(target);
    examples.weights.push(signal.weightOf(second));
  }
}

/** The index of each second of a signal. */
export function qualityOf(signal: LabelledSignal, network: QualityNetwork): number[] {
  const indices: number[] = [];
  for (const { state, design } of secondsOf(signal)) {
    indices.push(closeSecond(state, design, network).qualityIndex);
  }
  return indices;
}
