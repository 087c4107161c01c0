import { join } from 'node:path';
import { fibrillationLogOdds, type FibrillationModel } from '@beatwatch/ecg';
import { crossValidationFolds } from '@beatwatch/model-core';
import { createFibrillationModel, saveFibrillationModel } from '@beatwatch/signal-models';
import { noiseNames } from '../../noise/mix-noise.ts';
import { RecordsByDataSet } from '../../training-data/records-by-data-set.ts';
import type { FibrillationCounts } from './alarm-counts.ts';
import { chooseShift, countsByGroup, type JudgedRecording } from './choose-shift.ts';
import { patientOf, type DescribedRecording } from './described-recording.ts';
import { describedRecordings, noiseFolder } from './described-recordings.ts';
import { fitModel, windowsOf } from './fit-model.ts';

export interface TrainFibrillationSettings {
  /** Parts of the patients, each judged by a model trained without it. 2 or more. */
  readonly folds: number;
  /** Decides the folds. */
  readonly seed: number;
}

export const trainFibrillationDefaults: TrainFibrillationSettings = { folds: 10, seed: 42 };

export type TrainFibrillationProgress =
  | { readonly phase: 'reading'; readonly record: string; readonly number: number; readonly records: number }
  | { readonly phase: 'fitting'; readonly run: number; readonly runs: number };

export interface TrainFibrillationOptions extends TrainFibrillationSettings {
  /** Folder with cudb, mitdb, nstdb, cinc2017 and cinc2015. */
  readonly dataFolder: string;
  /** Folder of the model file that is written. */
  readonly outputFolder: string;
  /** Folder for the models of the folds, each in `NUMBER/fibrillation`. Default: they are not written. */
  readonly foldsFolder?: string | undefined;
  readonly onProgress?: (progress: TrainFibrillationProgress) => void;
}

export interface TrainFibrillationReport {
  readonly outputFolder: string;
  readonly version: string;
  readonly patients: number;
  readonly folds: number;
  /** Added to the fitted offset, chosen by the alarms of unseen patients. */
  readonly shift: number;
  readonly model: FibrillationModel;
  /**
   * Counts of the fibrillation alarm alone, by group of recordings, such as `cudb` or `em 6 dB`. The model was trained
   * without the patient; the shift was chosen on these figures.
   */
  readonly crossValidated: Readonly<Record<string, FibrillationCounts>>;
}

/**
 * Fits the logistic model of the fibrillation index to all recordings, and once for each fold without its patients.
 * @throws StudyError, RecordingError if a record is missing or malformed
 */
export async function trainFibrillation(options: TrainFibrillationOptions): Promise<TrainFibrillationReport> {
  const { dataFolder, outputFolder, foldsFolder, folds: foldCount, seed, onProgress } = options;
  const recordings: DescribedRecording[] = [];
  const described = describedRecordings(dataFolder, (record, number, records) => {
    onProgress?.({ phase: 'reading', record, number, records });
  });
  for await (const recording of described) recordings.push(recording);
  const patients = [...new Set(recordings.map(patientOf))];
  const runs = foldCount + 1;
  const folds = crossValidationFolds(patients.length, foldCount, seed).map(({ heldOut }, index) => {
    onProgress?.({ phase: 'fitting', run: index + 1, runs });
    const unseen = new Set(heldOut.map((patient) => patients[patient]));
    const learned = recordings.filter((each) => !unseen.has(patientOf(each)));
    const model = fitModel(learned);
    const judged = recordings
      .filter((each) => unseen.has(patientOf(each)))
      .map((recording): JudgedRecording => ({ recording, logOdds: logOddsOf(recording, model) }));
    return { learned, model, judged };
  });
  const judged = folds.flatMap((fold) => fold.judged);
  onProgress?.({ phase: 'fitting', run: runs, runs });
  const shift = chooseShift(judged);
  const crossValidated = Object.fromEntries(countsByGroup(judged, shift));
  const save = async (learned: readonly DescribedRecording[], fitted: FibrillationModel, folder: string) => {
    const { windowCount, dataFingerprint } = windowsOf(learned);
    const made = createFibrillationModel(rounded({ ...fitted, offset: fitted.offset + shift }), {
      training: { dataFingerprint, records: recordsOf(learned), seed, windowCount, folds: foldCount, shift },
      metrics: crossValidated,
    });
    await saveFibrillationModel(folder, made);
    return made;
  };
  const { manifest, model } = await save(recordings, fitModel(recordings), outputFolder);
  if (foldsFolder !== undefined) {
    for (const [index, fold] of folds.entries()) {
      await save(fold.learned, fold.model, join(foldsFolder, String(index), 'fibrillation'));
    }
  }
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
  const records = RecordsByDataSet.of(recordings);
  for (const name of noiseNames) records.add(noiseFolder, name);
  return records.toObject();
}

/** Decimal places of a weight in the model file; more would be noise of the fit. */
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
