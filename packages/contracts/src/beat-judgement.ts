import type { BeatClass, ClassProbabilities } from './beat-class.ts';

/** One beat compared with what is usual for its patient. */
export interface BeatJudgement {
  /**
   * What is compared with the threshold, 0 or more. ECG5000's model: the reconstruction loss. Wearable model: how far
   * the error of the reconstruction is from that of the patient's own beats, over what is usual for them; 1 is usual.
   */
  readonly anomalyScore: number;
  /** In the unit of the anomaly score: a beat above it is anomalous. Absent while it is being learned. */
  readonly threshold?: number;
  /** In the unit of the anomaly score: a beat below it speaks for the end of an alarm. Default: any beat that is not anomalous. */
  readonly clearThreshold?: number;
  readonly anomalous: boolean;
  /** Whether its shape is that of a ventricular beat. */
  readonly ventricular: boolean;
  /** Weight as evidence of an alarm: about 1 at the threshold, 3 when nearly certain. Default: anomaly score over threshold. */
  readonly strength?: number;
  /** The most probable class; absent where the model tells no classes or the patient is not known yet. */
  readonly beatClass?: BeatClass;
  /** Present with `beatClass`. */
  readonly classProbabilities?: ClassProbabilities;
}
