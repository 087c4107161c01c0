import type { Beat } from '@beatwatch/contracts';
import type { EncodedBeat } from './encode-beats.ts';

/** What is made of one beat once it is compared with the patient's own. */
export interface BeatJudgement {
  /** Anomaly score in the model's unit, 0 or more. */
  readonly loss: number;
  /** Above it a beat is anomalous; absent while it is being learned. */
  readonly threshold?: number;
  /** Below it a beat is calm. */
  readonly calmBelow?: number;
  readonly anomalous: boolean;
  /** How much the beat counts as evidence of an alarm; default loss over threshold. */
  readonly strength?: number;
  /** Its shape is that of a ventricular beat. */
  readonly ventricular: boolean;
  /** In the unit of the beat's own samples. */
  readonly reconstruction: Float32Array;
}

/** How a model is brought to one lead of one patient. */
export interface Adaptation {
  /** All that it remembers: plain data. */
  readonly state: unknown;
  /** @param learn whether the beat may change what is known of the patient. */
  judge(beat: Beat, encoded: EncodedBeat, options: { readonly learn: boolean }): BeatJudgement;
  /** Staff's threshold, in force from the next beat on; undefined: the learned one again. */
  setThreshold(value: number | undefined): void;
}
