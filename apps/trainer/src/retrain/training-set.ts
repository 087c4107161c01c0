import { wearableInput } from '@beatwatch/adaptation';
import type { SelectedBeat, SelectionPart, StoredSelection } from '@beatwatch/timescale';

/** What a model is trained further on. */
export interface TrainingSet {
  /** Inputs of the autoencoder. */
  readonly train: readonly Float32Array[];
  /** Of beats that training does not see; empty where there are too few. */
  readonly validation: readonly Float32Array[];
  /** Number of patients that these beats are of. */
  readonly patients: number;
  /** Of the selection: `sha256:` and 64 hexadecimal digits. */
  readonly fingerprint: string;
}

/** The autoencoder's inputs from the parts of a selection that it is trained and validated on. */
export function trainingSetOf({ fingerprint, beats }: StoredSelection): TrainingSet {
  const [train, validation] = [partOf(beats, 'train'), partOf(beats, 'validation')];
  return {
    train: train.map(({ beat }) => wearableInput(beat)),
    validation: validation.map(({ beat }) => wearableInput(beat)),
    patients: new Set([...train, ...validation].map(({ beat }) => beat.patientId)).size,
    fingerprint,
  };
}

const partOf = (beats: readonly SelectedBeat[], part: SelectionPart): readonly SelectedBeat[] =>
  beats.filter((selected) => selected.part === part && selected.normal === true);
