import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readBeatTable, type LabelledBeat } from '@beatwatch/recordings';
import { examplesFingerprint } from '@beatwatch/model-core';
import { StudyError } from '../../errors.ts';

export interface Ecg5000File {
  readonly name: string;
  readonly beats: readonly LabelledBeat[];
  /** Of its beats' samples, in the file's order. */
  readonly fingerprint: string;
}

/**
 * Reads all ARFF files of a folder, those of the train split first, as in the study.
 * @throws StudyError (`unsuitable-data`) if there are none; RecordingError if one is malformed
 */
export async function readEcg5000Folder(folder: string): Promise<readonly Ecg5000File[]> {
  const found = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith('.arff'));
  if (found.length === 0)
    throw new StudyError(
      { file: folder, field: 'an .arff file', expected: 'ECG5000_TRAIN.arff and a test file' },
      { code: 'unsuitable-data' },
    );
  const isTrain = (name: string): number => (/train/i.test(name) ? 0 : 1);
  const names = found.toSorted((a, b) => isTrain(a) - isTrain(b) || a.localeCompare(b, 'en'));
  return Promise.all(
    names.map(async (name) => {
      const { beats } = await readBeatTable(join(folder, name));
      return {
        name: basename(name),
        beats,
        fingerprint: examplesFingerprint(beats.map(({ samples }) => samples)),
      };
    }),
  );
}
