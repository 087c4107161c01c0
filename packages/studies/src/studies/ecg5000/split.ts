import type { LabelledBeat } from '@beatwatch/recordings';
import { createSeededRandom } from '@beatwatch/statistics';
import { StudyError } from '../../errors.ts';
import { normalLabel } from '../../ecg5000/beats.ts';

/** Number of test normals in the study, and of test anomalies. */
export const studyTestCount = 145;

/** Parts of the data; no beat is in two. */
export interface StudySplit {
  readonly train: readonly LabelledBeat[];
  readonly validation: readonly LabelledBeat[];
  readonly testNormals: readonly LabelledBeat[];
  /** As many as there are test normals, drawn regardless of class. */
  readonly testAnomalies: readonly LabelledBeat[];
}

/**
 * The study's own split: all beats in random order; 85 % of the normal ones to train, 33 % of the rest to test, the
 * others to validate; of the anomalies as many as there are test normals. Parts are rounded up as scikit-learn's
 * `train_test_split` does, which the study used: of all 5,000 beats 2,481 train, 293 validate and 145 test.
 * @throws StudyError (`unsuitable-data`) if a part would be too small
 */
export function studySplit(beats: readonly LabelledBeat[], seed: number): StudySplit {
  const shuffled = [...createSeededRandom(seed).permutation(beats.length)].flatMap(
    (index) => beats[index] ?? [],
  );
  const normals = shuffled.filter(({ label }) => label === normalLabel);
  const anomalies = shuffled.filter(({ label }) => label !== normalLabel);
  const [train, heldOut] = parted(normals, 0.15);
  const [validation, testNormals] = parted(heldOut, 0.33);
  if (validation.length < 5 || anomalies.length < testNormals.length)
    throw new StudyError(
      {
        found: `${normals.length} normal beats and ${anomalies.length} others`,
        expected: '60 normal beats or more and at least a twentieth as many others',
      },
      { code: 'unsuitable-data' },
    );
  return { train, validation, testNormals, testAnomalies: anomalies.slice(0, testNormals.length) };
}

function parted(beats: readonly LabelledBeat[], heldOutShare: number): [LabelledBeat[], LabelledBeat[]] {
  const kept = beats.length - Math.ceil(beats.length * heldOutShare);
  return [beats.slice(0, kept), beats.slice(kept)];
}
