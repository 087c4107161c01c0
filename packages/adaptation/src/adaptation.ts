import type { Beat, BeatJudgement } from '@beatwatch/contracts';
import type { EncodedBeat } from './encode-beats.ts';
import type { PatientThreshold } from './patient-threshold.ts';

/** A beat's judgement, with what the model made of the beat. */
export interface AdaptedBeat extends BeatJudgement {
  /** In the unit of the beat's own samples; empty where the model leaves it to be asked for (`PatientModel.reconstruct`). */
  readonly reconstruction: Float32Array;
  /** The levels that hold without a threshold of staff's. Absent where more than the levels follows from such a threshold. */
  readonly learned?: PatientThreshold;
}

/** Brings a model to one lead of one patient. */
export interface Adaptation {
  /** All that it remembers: plain data. */
  readonly state: unknown;
  /** Whether it knows the patient: thresholds and, where the model tells any, classes. */
  readonly isReady: boolean;
  /** @param options.learn whether the beat may change what is known of the patient */
  judge(beat: Beat, encoded: EncodedBeat, options: { readonly learn: boolean }): AdaptedBeat;
  /** @param value staff's threshold, in force from the next beat on; undefined for the learned one */
  setThreshold(value: number | undefined): void;
}
