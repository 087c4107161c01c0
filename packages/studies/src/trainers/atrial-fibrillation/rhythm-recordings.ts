import { join } from 'node:path';
import type { SignalModels } from '@beatwatch/ecg';
import { readEcgRecording, recordNames } from '../../live-path/ecg-recording.ts';
import { readReferenceLabels } from '../../reference/reference-labels.ts';
import { describeRhythm, type RhythmRecording } from './rhythm-recording.ts';

interface DataSet {
  readonly folder: string;
  /** Recordings with one label each. */
  readonly labelled?: true;
  /** The patient in a record's name. Default: all of it. */
  readonly patient?: RegExp;
  /** Nothing is learned from it. */
  readonly judgedOnly?: true;
}

/** svdb and qtdb have no rhythm annotations: they only show how often fibrillation is claimed where most have none. */
const dataSets: readonly DataSet[] = [
  { folder: 'cinc2017-more', labelled: true },
  { folder: 'cinc2017', labelled: true },
  { folder: 'cpsc2021', patient: /^data_\d+/ },
  { folder: 'mitdb' },
  { folder: 'svdb', judgedOnly: true },
  { folder: 'qtdb', judgedOnly: true },
];

export const isJudgedOnly = ({ dataSet }: Pick<RhythmRecording, 'dataSet'>): boolean =>
  dataSets.some(({ folder, judgedOnly }) => folder === dataSet && judgedOnly === true);

/** Folders whose recordings come from the same device and people: one is never judged by what learned from the other. */
export const sourceOf = ({ dataSet }: Pick<RhythmRecording, 'dataSet'>): string =>
  dataSet.startsWith('cinc2017') ? 'cinc2017' : dataSet;

/**
 * Sends every recording through the live path.
 * @throws StudyError or RecordingError if a folder or a file is missing or malformed
 */
export async function* rhythmRecordings(
  dataFolder: string,
  models: SignalModels,
  onRecord: (name: string, number: number, count: number) => void,
): AsyncGenerator<RhythmRecording, void, undefined> {
  const sets = await Promise.all(
    dataSets.map(async (dataSet) => {
      return { ...dataSet, names: await recordNames(join(dataFolder, dataSet.folder)) };
    }),
  );
  const count = sets.flatMap(({ names }) => names).length;
  let number = 0;
  for (const { folder, labelled, patient, names } of sets) {
    const path = join(dataFolder, folder);
    const labels = labelled && (await readReferenceLabels(path));
    for (const record of names) {
      onRecord(record, (number += 1), count);
      const label = labels?.get(record);
      const name = {
        dataSet: folder,
        record,
        patient: `${folder} ${(patient && patient.exec(record)?.[0]) ?? record}`,
        ...(label !== undefined && { label }),
      };
      yield describeRhythm(await readEcgRecording(path, record), name, models);
    }
  }
}
