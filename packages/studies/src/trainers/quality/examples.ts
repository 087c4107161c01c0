import {
  advanceQuality,
  beginSecond,
  closeSecond,
  describeSecond,
  featureCount,
  qualityDesign,
  qualityState,
  type QualityNetwork,
  type SecondQuality,
} from '@beatwatch/ecg';
import { unlabelled, type LabelledSignal } from './labelled-signal.ts';

/** Training data of a network: a row of features for each second with a target. */
export interface Examples {
  readonly features: Float32Array[];
  readonly targets: number[];
  readonly weights: number[];
}

/** Reads a signal second by second, as the live path does. */
function* secondsOf({ samples, samplingRateHz, microvoltsPerCount }: LabelledSignal) {
  const design = qualityDesign(samplingRateHz);
  const state = qualityState();
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
    beginSecond(state);
    const target = signal.targetOf(second);
    if (target === unlabelled) continue;
    examples.features.push(Float32Array.from(features));
    examples.targets.push(target);
    examples.weights.push(signal.weightOf(second));
  }
}

/** The quality of each second of a signal, as the live path judges it with the network. */
export function judgedSeconds(signal: LabelledSignal, network: QualityNetwork): SecondQuality[] {
  return Array.from(secondsOf(signal), ({ state, design }) => closeSecond(state, design, network));
}
