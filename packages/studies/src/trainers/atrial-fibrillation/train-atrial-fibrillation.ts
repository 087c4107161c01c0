import { crossValidationFolds, examplesFingerprint } from '@beatwatch/model-core';
import {
  createAtrialFibrillationModel,
  loadSignalModels,
  saveAtrialFibrillationModel,
} from '@beatwatch/signal-models';
import { RecordsByDataSet } from '../../training-data/records-by-data-set.ts';
import { fitAtrialModel, trainingRows, type FitAtrialSettings } from './fit-atrial-model.ts';
import { judgeParts, shiftOfParts, type AtrialFigures, type JudgedPart } from './judge.ts';
import type { RhythmRecording } from './rhythm-recording.ts';
import { isJudgedOnly, rhythmRecordings, sourceOf } from './rhythm-recordings.ts';

export interface TrainAtrialSettings extends FitAtrialSettings {
  /** Parts of the patients, each judged by a model trained without it. 2 or more. */
  readonly folds: number;
}

export const trainAtrialDefaults: TrainAtrialSettings = {
  rounds: 300,
  learningRate: 0.04,
  depth: 3,
  folds: 10,
  seed: 42,
};

type TrainAtrialProgress =
  | { readonly phase: 'reading'; readonly record: string; readonly number: number; readonly records: number }
  | { readonly phase: 'fitting'; readonly run: number; readonly runs: number };

export interface TrainAtrialOptions extends TrainAtrialSettings {
  /** Folder with cinc2017, cinc2017-more, cpsc2021, mitdb, svdb and qtdb. */
  readonly dataFolder: string;
  /** Folder of the model file that is written. */
  readonly outputFolder: string;
  readonly onProgress?: (progress: TrainAtrialProgress) => void;
}

export interface TrainAtrialReport {
  readonly outputFolder: string;
  readonly version: string;
  readonly patients: number;
  readonly folds: number;
  readonly shift: number;
  /** Patients unseen; svdb and qtdb had no part in training. */
  readonly crossValidated: AtrialFigures;
  /** Each source of recordings unseen: its model was trained on the others. */
  readonly acrossDataSets: AtrialFigures;
}

/**
 * Fits the trees to windows of all recordings whose rhythm is known, and once for each fold and each source without it.
 * @throws StudyError, RecordingError if a record is missing or malformed
 */
export async function trainAtrialFibrillation(options: TrainAtrialOptions): Promise<TrainAtrialReport> {
  const { dataFolder, outputFolder, folds: foldCount, seed, onProgress } = options;
  const { models } = await loadSignalModels();
  const recordings: RhythmRecording[] = [];
  const read = rhythmRecordings(dataFolder, models, (record, number, records) => {
    onProgress?.({ phase: 'reading', record, number, records });
  });
  for await (const recording of read) recordings.push(recording);
  const known = recordings.filter((recording) => !isJudgedOnly(recording));
  const judgedOnly = recordings.filter(isJudgedOnly);
  const patients = [...new Set(known.map(({ patient }) => patient))];
  const sources = [...new Set(known.map(sourceOf))];
  const runs = foldCount + sources.length + 1;
  let run = 0;
  const fit = (without: (recording: RhythmRecording) => boolean) => {
    onProgress?.({ phase: 'fitting', run: (run += 1), runs });
    return fitAtrialModel(
      known.filter((recording) => !without(recording)),
      options,
    );
  };
  const partOf = (isIn: (recording: RhythmRecording) => boolean): JudgedPart => ({
    recordings: known.filter(isIn),
    trees: fit(isIn),
  });
  const folds = crossValidationFolds(patients.length, foldCount, seed).map(({ heldOut }) => {
    const unseen = new Set(heldOut.map((index) => patients[index]));
    return partOf(({ patient }) => unseen.has(patient));
  });
  const trees = fit(() => false);
  const crossValidated = judgeParts([...folds, { recordings: judgedOnly, trees }]);
  const acrossDataSets = judgeParts(
    sources.map((name) => partOf((recording) => sourceOf(recording) === name)),
  );
  const shift = shiftOfParts(folds);
  const rows = trainingRows(known);
  const { manifest, model } = createAtrialFibrillationModel(
    { trees, shift },
    {
      training: {
        dataFingerprint: examplesFingerprint([rows.features, Float64Array.from(rows.targets), rows.weights]),
        records: recordsOf(known),
        seed,
        windowCount: rows.targets.length,
        folds: foldCount,
        shift,
      },
      metrics: metricsOf(crossValidated),
    },
  );
  await saveAtrialFibrillationModel(outputFolder, { manifest, model });
  return {
    outputFolder,
    version: manifest.version,
    patients: patients.length,
    folds: foldCount,
    shift,
    crossValidated,
    acrossDataSets,
  };
}

function recordsOf(recordings: readonly RhythmRecording[]): Record<string, string[]> {
  const records = new RecordsByDataSet();
  for (const { dataSet, record } of recordings) records.add(dataSet, record);
  return records.toObject();
}

const metricsOf = ({ recordings, watched }: AtrialFigures) =>
  Object.fromEntries(
    Object.entries({ ...recordings, ...watched }).map(([name, figures]) => [
      name,
      Object.fromEntries(
        Object.entries(figures).map(([key, value]: [string, number]) => [key, Number(value.toFixed(4))]),
      ),
    ]),
  );
