import { join } from 'node:path';
import { readEcgRecording, recordNames } from '../../live-path/ecg-recording.ts';
import { noiseNames } from '../../noise/mix-noise.ts';
import { readNoise, variantKey, variantsOf } from '../../noise/variants.ts';
import { describeRecording, type DescribedRecording } from './described-recording.ts';

const fibrillationFolder = 'cudb';
const arrhythmiaFolder = 'mitdb';
const wearableFolder = 'cinc2017';
/** Two records with false bedside alarms. Others of this set have fibrillation that is not annotated. */
const bedsideFolder = 'cinc2015';
const bedsideRecords = ['a103l', 'v102s'];
export const noiseFolder = 'nstdb';

const snrsDb = [12, 6, 0];

/**
 * Describes every recording of cudb, mitdb (also with each noise of nstdb) and cinc2017, and two of cinc2015.
 * @throws StudyError or RecordingError if a folder or a file is missing or malformed
 */
export async function* describedRecordings(
  dataFolder: string,
  onRecord: (name: string, number: number, count: number) => void,
): AsyncGenerator<DescribedRecording, void, undefined> {
  const folders = [fibrillationFolder, arrhythmiaFolder, wearableFolder, bedsideFolder];
  const names = await Promise.all(
    folders.map((folder) =>
      recordNames(join(dataFolder, folder), folder === bedsideFolder ? bedsideRecords : undefined),
    ),
  );
  const count = names.flat().length;
  let number = 0;
  for (const [index, folder] of folders.entries()) {
    const noise =
      folder === arrhythmiaFolder
        ? { folder: join(dataFolder, noiseFolder), names: noiseNames, snrsDb, continuous: true }
        : undefined;
    const noises = await readNoise(noise);
    for (const name of names[index] ?? []) {
      onRecord(name, (number += 1), count);
      const recording = await readEcgRecording(join(dataFolder, folder), name);
      for (const variant of variantsOf(recording, noises, noise)) {
        const group = variant.noise === undefined ? folder : variantKey(variant);
        yield describeRecording(variant.recording, { dataSet: folder, record: name, group });
      }
    }
  }
}
