import { readBeatTable, type LabelledBeat } from '@beatwatch/recordings';
import { StudyError } from '../errors.ts';

/** ECG5000's class of normal beats; 2 is R-on-T PVC, 3 PVC, 4 SP (supraventricular), 5 UB (unclassified). */
export const normalLabel = '1';

export interface Ecg5000Beats {
  readonly all: readonly LabelledBeat[];
  /** The normal beats' samples, in the file's order. */
  readonly normals: readonly Float32Array[];
}

/**
 * Reads one of ECG5000's ARFF files.
 * @throws RecordingError if the file cannot be read; StudyError if it has no normal beat
 */
export async function readEcg5000(file: string): Promise<Ecg5000Beats> {
  const { beats } = await readBeatTable(file);
  const normals = beats.filter(({ label }) => label === normalLabel).map(({ samples }) => samples);
  if (normals.length === 0)
    throw new StudyError(
      { file, field: `a beat of class ${normalLabel} among ${beats.length}`, expected: 'normal beats' },
      { code: 'unsuitable-data' },
    );
  return { all: beats, normals };
}
