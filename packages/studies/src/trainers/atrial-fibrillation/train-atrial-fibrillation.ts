import type { BoostedTrees } from '@beatwatch/boosted-trees';
import { crossValidationFolds, examplesFingerprint } from '@beatwatch/model-core';
import {
  createAtrialFibrillationModel,
  loadSignalModels,
  saveAtrialFibrillationModel,
} from '@beatwatch/signal-models';
import { RecordsByDataSet } from '../../training-data/records-by-data-set.ts';
import { roundedFigures } from '../rounded-figures.ts';
import { nestedFigures, seedFigures, type Figures, type SeedFigure, type Seeds } from '../seed-figures.ts';
import { fitAtrialModel, trainingRows, type FitAtrialSettings } from './fit-atrial-model.ts';
import { judgeParts, shiftOfParts, type AtrialFigures, type JudgedPart } from './judge.ts';
import type { RhythmRecording } from './rhythm-recording.ts';
import { isJudgedOnly, rhythmRecordings, sourceOf } from './rhythm-recordings.ts';

export interface TrainAtrialSettings extends Omit<FitAtrialSettings, 'seed'> {
  /** Parts of the patients, each judged by a model trained without it. 2 or more. */
  readonly folds: number;
  /** Each decides folds, rows and features of one training; the model of the first is written. */
  readonly seeds: Seeds;
}

export const trainAtrialDefaults: TrainAtrialSettings = {
  rounds: 300,
  learningRate: 0.04,
  depth: 3,
  folds: 10,
  seeds: [42],
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

/** What one seed gives. */
interface SeedOutcome {
  readonly seed: number;
  readonly shift: number;
  /** Patients unseen; svdb and qtdb had no part in training. */
  readonly crossValidated: AtrialFigures;
  /** Each source of recordings unseen: its model was trained on the others. */
  readonly acrossDataSets: AtrialFigures;
}

export interface TrainAtrialReport extends SeedOutcome {
  readonly outputFolder: string;
  readonly version: string;
  readonly patients: number;
  readonly folds: number;
  /** Every figure over all seeds; absent for a single one. */
  readonly overSeeds?: Readonly<Record<string, SeedFigure>>;
}

/**
 * Fits the trees to windows of all recordings whose rhythm is known, and once for each fold and each source without it; all
 * of it for each seed, from the same windows.
 * @throws StudyError, RecordingError if a record is missing or malformed
 */
export async function trainAtrialFibrillation(options: TrainAtrialOptions): Promise<TrainAtrialReport> {
  const { dataFolder, outputFolder, folds, seeds, onProgress } = options;
  const { models } = await loadSignalModels();
  const recordings: RhythmRecording[] = [];
  const read = rhythmRecordings(dataFolder, models, (record, number, records) => {
    onProgress?.({ phase: 'reading', record, number, records });
  });
  for await (const recording of read) recordings.push(recording);
  const known = recordings.filter((recording) => !isJudgedOnly(recording));
  const runs = seeds.length * (folds + new Set(known.map(sourceOf)).size + 1);
  let run = 0;
  const onFit = (): void => onProgress?.({ phase: 'fitting', run: (run += 1), runs });
  const [firstSeed, ...otherSeeds] = seeds;
  const judge = (seed: number) => judgeSeed(recordings, { ...options, seed, onFit });
  const { trees, ...outcome } = judge(firstSeed);
  const others = otherSeeds.map(judge);
  const rows = trainingRows(known);
  const { manifest, model } = createAtrialFibrillationModel(
    { trees, shift: outcome.shift },
    {
      training: {
        dataFingerprint: examplesFingerprint([rows.features, Float64Array.from(rows.targets), rows.weights]),
        records: RecordsByDataSet.of(known).toObject(),
        seed: outcome.seed,
        windowCount: rows.targets.length,
        folds,
        shift: outcome.shift,
      },
      metrics: roundedFigures({ ...outcome.crossValidated.recordings, ...outcome.crossValidated.watched }),
    },
  );
  await saveAtrialFibrillationModel(outputFolder, { manifest, model });
  return {
    outputFolder,
    version: manifest.version,
    patients: patientsOf(known).length,
    folds,
    ...outcome,
    ...(others.length > 0 && {
      overSeeds: seedFigures(
        [outcome, ...others].map(({ shift, crossValidated, acrossDataSets }) => ({
          shift,
          crossValidated: figuresIn(crossValidated),
          acrossDataSets: figuresIn(acrossDataSets),
        })),
      ),
    }),
  };
}

/** Fits to all that is known, and judges what was held out. */
function judgeSeed(
  recordings: readonly RhythmRecording[],
  options: FitAtrialSettings & { readonly folds: number; readonly onFit: () => void },
): SeedOutcome & { readonly trees: BoostedTrees } {
  const { seed, folds: foldCount, onFit } = options;
  const known = recordings.filter((recording) => !isJudgedOnly(recording));
  const judgedOnly = recordings.filter(isJudgedOnly);
  const patients = patientsOf(known);
  const fit = (without: (recording: RhythmRecording) => boolean): BoostedTrees => {
    onFit();
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
  const sources = [...new Set(known.map(sourceOf))];
  return {
    seed,
    trees,
    shift: shiftOfParts(folds),
    crossValidated: judgeParts([...folds, { recordings: judgedOnly, trees }]),
    acrossDataSets: judgeParts(sources.map((name) => partOf((recording) => sourceOf(recording) === name))),
  };
}

const patientsOf = (known: readonly RhythmRecording[]): string[] => [
  ...new Set(known.map(({ patient }) => patient)),
];

const figuresIn = ({ recordings, watched }: AtrialFigures): Figures => ({
  recordings: nestedFigures(recordings),
  watched: nestedFigures(watched),
});
