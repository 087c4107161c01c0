import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BeatClass } from '@beatwatch/contracts';
import {
  beatRecordKey,
  beatRecords,
  observeRecording,
  patientOf,
  readEcgRecording,
  type BeatRecord,
} from '@beatwatch/studies';
import { loadSignalModels } from '@beatwatch/signal-models';
import type { ReferenceBeat, ReferenceSequence, ReferenceSet } from '../comparison/reference-set.ts';

/** Time in which a model gets to know a patient; beats are judged after it. */
const adaptationSeconds = 300;

/** A record of the repository's lists. */
export type ReferenceRecord = Pick<BeatRecord, 'dataSet' | 'name'>;

/** The records of the repository's cross-validation lists that have annotated beats of both kinds, by data set. */
export const annotatedRecords = (dataSet: string): readonly ReferenceRecord[] =>
  beatRecords.filter((record) => record.dataSet === dataSet);

/**
 * Annotated beats of recordings, cut as the live path cuts them.
 * @param dataFolder the folder of the data sets
 * @returns undefined where none of the records is there
 */
export async function recordingSet(
  title: string,
  records: readonly ReferenceRecord[],
  dataFolder: string,
): Promise<ReferenceSet | undefined> {
  const present = records.filter(({ dataSet, name }) => existsSync(join(dataFolder, dataSet, `${name}.hea`)));
  if (present.length === 0) return undefined;
  const { models } = await loadSignalModels();
  const sequences: ReferenceSequence[] = [];
  for (const { dataSet, name } of present) {
    const recording = await readEcgRecording(join(dataFolder, dataSet), name);
    sequences.push({
      patient: `${dataSet}/${patientOf(name)}`,
      beats: observeRecording(recording, models).map(({ beat, seconds, beatClass, learnable }) => ({
        beat,
        learnable,
        ...(seconds >= adaptationSeconds && normalOf(beatClass)),
      })),
    });
  }
  return {
    name: title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    title,
    judged: 'adapted',
    sequences,
    records: present.map(beatRecordKey),
    alarmsOf: { dataFolder, records: present },
  };
}

/** Paced and unknown beats are not judged. */
function normalOf(
  beatClass: BeatClass | undefined,
): Pick<ReferenceBeat, 'normal' | 'toldByForm' | 'beatClass'> {
  if (beatClass === 'N') return { beatClass, normal: true };
  if (beatClass === 'S') return { beatClass, normal: false, toldByForm: false };
  return beatClass === 'V' || beatClass === 'F' ? { beatClass, normal: false } : {};
}
