import { fibrillationLogOdds, type FibrillationModel } from '@beatwatch/ecg';
import { crossValidationFolds } from '@beatwatch/model-core';
import { createFibrillationModel, saveFibrillationModel } from '@beatwatch/signal-models';
import { noiseNames } from '../../noise/mix-noise.ts';
import { RecordsByDataSet } from '../records-by-data-set.ts';
import type { FibrillationCounts } from './alarm-counts.ts';
import { chooseShift, countsByGroup, type JudgedRecording } from './choose-shift.ts';
import { patientOf, type DescribedRecording } from './described-recording.ts';
import { describedRecordings, noiseFolder } from './described-recordings.ts';
import { fitModel, windowsOf } from './fit-model.ts';

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
  /** Folder of the model file that is written. */
  readonly outputFolder: string;
  readonly onProgress?: (progress: TrainFibrillationProgress) => void;
}

export interface TrainFibrillationReport {
  readonly outputFolder: string;
  readonly version: string;
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
  const { dataFolder, outputFolder, folds: foldCount, seed, onProgress } = options;
  const recordings: DescribedRecording[] = [];
  const described = describedRecordings(dataFolder, (record, number, records) => {
    onProgress?.({ stage: 'reading', record, number, records });
  });
  for await (const recording of described) recordings.push(recording);
  const patients = [...new Set(recordings.map(patientOf))];
  const runs = foldCount + 1;
  const judged: JudgedRecording[] = [];
  for (const [index, { heldOut }] of crossValidationFolds(patients.length, foldCount, seed).entries()) {
    onProgress?.({ stage: 'fitting', run: index + 1, runs });
    const unseen = new Set(heldOut.map((patient) => patients[patient]));
    const model = fitModel(recordings.filter((each) => !unseen.has(patientOf(each))));
    for (const recording of recordings) {
      if (unseen.has(patientOf(recording))) judged.push({ recording, logOdds: logOddsOf(recording, model) });
    }
  }
  onProgress?.({ stage: 'fitting', run: runs, runs });
  const shift = chooseShift(judged);
  const fitted = fitModel(recordings);
  const crossValidated = Object.fromEntries(countsByGroup(judged, shift));
  const { manifest, model } = createFibrillationModel(rounded({ ...fitted, offset: fitted.offset + shift }), {
    training: { ...windowsOf(recordings), records: recordsOf(recordings), seed, folds: foldCount, shift },
    metrics: crossValidated,
  });
  await saveFibrillationModel(outputFolder, { manifest, model });
  return {
    outputFolder,
    version: manifest.version,
    patients: patients.length,
    folds: foldCount,
    shift,
    model,
    crossValidated,
  };
}

function recordsOf(recordings: readonly DescribedRecording[]): Record<string, string[]> {
  const records = new RecordsByDataSet();
  for (const { dataSet, record } of recordings) records.add(dataSet, record);
  for (const name of noiseNames) records.add(noiseFolder, name);
  return records.toObject();
}

/** Decimal places that a weight keeps in its file: what is beyond them is noise of the fit. */
const decimals = 4;

function rounded({ offset, weights }: FibrillationModel): FibrillationModel {
  const round = (value: number): number => Number(value.toFixed(decimals));
  return {
    offset: round(offset),
    weights: {
      restingShare: round(weights.restingShare),
      lowestAutocorrelation: round(weights.lowestAutocorrelation),
      frequencyDistance: round(weights.frequencyDistance),
      concentration: round(weights.concentration),
      fastShare: round(weights.fastShare),
    },
  };
}

const logOddsOf = ({ seconds }: DescribedRecording, model: FibrillationModel): number[] =>
  seconds.map(({ features }) =>
    features === undefined ? Number.NEGATIVE_INFINITY : fibrillationLogOdds(features, model),
  );
