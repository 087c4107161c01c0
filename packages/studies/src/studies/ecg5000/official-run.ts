import { compareDetectors, type CompareDetectorsOptions } from '../../ecg5000/compare-detectors.ts';
import type { OfficialRun } from './official-section.ts';
import type { Ecg5000File } from './read-folder.ts';

/** Settings of the official protocol's runs. */
export type OfficialOptions = Pick<
  CompareDetectorsOptions,
  'folds' | 'embedding' | 'epochs' | 'checkpoint' | 'onProgress'
>;

/**
 * Runs the official protocol on a folder's files: its train split against the first other file.
 * @returns undefined if the folder has no two such files
 */
export async function runOfficialProtocol(
  files: readonly Ecg5000File[],
  options: Omit<CompareDetectorsOptions, 'train' | 'test'>,
): Promise<OfficialRun | undefined> {
  const train = files.find(({ name }) => /train/i.test(name));
  const test = files.find((file) => file !== train);
  if (train === undefined || test === undefined) return undefined;
  return {
    trainFile: train.name,
    testFile: test.name,
    testLabels: test.beats.map(({ label }) => label),
    runs: await compareDetectors({ ...options, train: train.beats, test: test.beats }),
  };
}
