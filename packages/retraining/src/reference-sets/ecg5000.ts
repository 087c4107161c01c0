import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deviceId, patientId, rr140Zscore } from '@beatwatch/contracts';
import { readBeatTable } from '@beatwatch/recordings';
import type { ReferenceSet } from '../comparison/reference-set.ts';

const file = join('ecg5000', 'ECG5000_TEST_HALF.arff');
const normalLabel = '1';

/** Half of the official test split of ECG5000, one patient. @returns undefined where the file is not there */
export async function ecg5000Set(dataFolder: string): Promise<ReferenceSet | undefined> {
  const path = join(dataFolder, file);
  if (!existsSync(path)) return undefined;
  const { beats } = await readBeatTable(path);
  const patient = 'chf07';
  return {
    name: 'ecg5000',
    title: 'ECG5000',
    judged: 'alone',
    sequences: [
      {
        patient,
        beats: beats.map(({ label, samples }, index) => ({
          beat: {
            patientId: patientId(patient),
            deviceId: deviceId('ecg5000'),
            lead: 'I',
            timeUs: index * 1_000_000,
            endTimeUs: (index + 1) * 1_000_000,
            rrIntervalMs: 1000,
            preprocessing: rr140Zscore,
            samples,
          },
          learnable: true,
          normal: label === normalLabel,
        })),
      },
    ],
  };
}
