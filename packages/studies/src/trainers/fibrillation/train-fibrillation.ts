import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fibrillationLogOdds, type FibrillationModel } from '@beatwatch/ecg';
import { crossValidationFolds } from '@beatwatch/model-core';
import type { FibrillationCounts } from './alarm-counts.ts';
import { chooseShift, countsByGroup, type JudgedRecording } from './choose-shift.ts';
import type { DescribedRecording } from './described-recording.ts';
import { describedRecordings } from './described-recordings.ts';
import { fitModel } from './fit-model.ts';
import { modelSource } from './model-source.ts';

export interface TrainFibrillationSettings {
  /** Parts that the patients are cut into: each is judged by a model that has not seen it. 2 or more. */
  readonly folds: number;
  /** Decides the folds. */
  readonly seed: number;
}

export const trainFibrillationDefaults: TrainFibrillationSettings = { folds: 10, seed: 42 };

export type TrainFibrillationProgress =
  | { readonly stage: 'reading'; readonly record: string; readonly number: number; readonly records: number }
  | { readonly stage: 'fitting'; readonly run: number; readonly runs: number };

export interface TrainFibrillationOptions extends TrainFibrillationSettings {
  /** With cudb, mitdb, nstdb, cinc2017 and cinc2015. */
  readonly dataFolder: string;
  /** The TypeScript file that is written. */
  readonly outputFile: string;
  readonly onProgress?: (progress: TrainFibrillationProgress) => void;
}

export interface TrainFibrillationReport {
  readonly outputFile: string;
  readonly patients: number;
  readonly folds: number;
  /** Taken off the fitted offset, chosen by the alarms of patients unseen. */
  readonly shift: number;
  readonly model: FibrillationModel;
  /**
   * The alarm of fibrillation alone, by kind of recording, such as `cudb` or `em 6 dB`. The model has not seen the
   * patient; the shift was chosen on these very figures.
   */
  readonly crossValidated: Readonly<Record<string, FibrillationCounts>>;
}

/**
 * Fits the logistic model of the fibrillation index to all recordings, and once for each fold without its patients.
 * @throws StudyError, EcgError where the data folder lacks something
 */
export async function trainFibrillation(options: TrainFibrillationOptions): Promise<TrainFibrillationReport> {
  const { dataFolder, outputFile, folds: foldCount, seed, onProgress } = options;
  const recordings: DescribedRecording[] = [];
  const described = describedRecordings(dataFolder, (record, number, records) => {
    onProgress?.({ stage: 'reading', record, number, records });
  });
  for await (const recording of described) recordings.push(recording);
  const patients = [...new Set(recordings.map(({ patient }) => patient))];
  const runs = foldCount + 1;
  const judged: JudgedRecording[] = [];
  for (const [index, { heldOut }] of crossValidationFolds(patients.length, foldCount, seed).entries()) {
    onProgress?.({ stage: 'fitting', run: index + 1, runs });
    const unseen = new Set(heldOut.map((patient) => patients[patient]));
    const model = fitModel(recordings.filter(({ patient }) => !unseen.has(patient)));
    for (const recording of recordings) {
      if (unseen.has(recording.patient)) judged.push({ recording, logOdds: logOddsOf(recording, model) });
    }
  }
  onProgress?.({ stage: 'fitting', run: runs, runs });
  const shift = chooseShift(judged);
  const fitted = fitModel(recordings);
  const model = { ...fitted, offset: fitted.offset + shift };
  await mkdir(dirname(outputFile), { recursive: true });
  await writeFile(outputFile, modelSource(model));
  return {
    outputFile,
    patients: patients.length,
    folds: foldCount,
    shift,
    model,
    crossValidated: Object.fromEntries(countsByGroup(judged, shift)),
  };
}

const logOddsOf = ({ seconds }: DescribedRecording, model: FibrillationModel): number[] =>
  seconds.map(({ features }) =>
    features === undefined ? Number.NEGATIVE_INFINITY : fibrillationLogOdds(features, model),
  );
