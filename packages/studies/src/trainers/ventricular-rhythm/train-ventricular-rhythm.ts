import { join } from 'node:path';
import type { BoostedTrees } from '@beatwatch/boosted-trees';
import { crossValidationFolds, examplesFingerprint } from '@beatwatch/model-core';
import { createVentricularRhythmModel, saveVentricularRhythmModel } from '@beatwatch/signal-models';
import { withEvaluationModels } from '../../live-path/evaluation-models.ts';
import { RecordsByDataSet } from '../../training-data/records-by-data-set.ts';
import { roundedFigures } from '../rounded-figures.ts';
import { nestedFigures, seedFigures, type Figures, type SeedFigure, type Seeds } from '../seed-figures.ts';
import { chooseShift } from './choose-shift.ts';
import {
  fitVentricularModel,
  ventricularRows,
  type FitVentricularSettings,
} from './fit-ventricular-model.ts';
import {
  judgeParts,
  ventricularFigures,
  type JudgedPart,
  type JudgedRecording,
  type VentricularFigures,
} from './judge.ts';
import { ventricularRecordings, type VentricularRecording } from './ventricular-recordings.ts';

export interface TrainVentricularSettings extends Omit<FitVentricularSettings, 'seed'> {
  /** Parts of the patients, each judged by a model trained without it. 2 or more. */
  readonly folds: number;
  readonly seeds: Seeds;
}

export const trainVentricularDefaults: TrainVentricularSettings = {
  rounds: 150,
  learningRate: 0.06,
  depth: 3,
  folds: 5,
  seeds: [42],
};

type TrainVentricularProgress =
  | { readonly phase: 'reading'; readonly record: string; readonly number: number; readonly records: number }
  | { readonly phase: 'fitting'; readonly run: number; readonly runs: number };

export interface TrainVentricularOptions extends TrainVentricularSettings {
  /** Folder with cinc2015, vfdb, cudb, mitdb, svdb, qtdb, cinc2017 and nstdb. */
  readonly dataFolder: string;
  /** Folder of the model file that is written. */
  readonly outputFolder: string;
  /** Folder for the models of the folds, each in `NUMBER/ventricular-rhythm`. Default: they are not written. */
  readonly foldsFolder?: string | undefined;
  readonly onProgress?: (progress: TrainVentricularProgress) => void;
}

type FiguresByDataSet = Readonly<Record<string, VentricularFigures>>;
interface FiguresByLeads {
  readonly all: FiguresByDataSet;
  readonly first: FiguresByDataSet;
}

/** What one seed gives. */
interface SeedOutcome {
  readonly seed: number;
  readonly shift: number;
  /** Patients unseen; all leads, and the first alone. */
  readonly crossValidated: FiguresByLeads;
  /** Each data set judged by trees that were fitted to the others. */
  readonly acrossDataSets: FiguresByLeads;
}

export interface TrainVentricularReport extends SeedOutcome {
  readonly outputFolder: string;
  readonly version: string;
  readonly recordings: number;
  /** Every figure over all seeds; absent for a single one. */
  readonly overSeeds?: Readonly<Record<string, SeedFigure>>;
}

/**
 * Fits the trees that tell ventricular tachyarrhythmias to windows of all data sets, and once for each fold and each data
 * set without it; all of it for each seed, from the same windows.
 * @throws StudyError, RecordingError if a record is missing or malformed
 */
export async function trainVentricularRhythm(
  options: TrainVentricularOptions,
): Promise<TrainVentricularReport> {
  const { dataFolder, outputFolder, foldsFolder, folds: foldCount, seeds, onProgress } = options;
  const recordings = await withEvaluationModels(undefined, async (models) => {
    const read: VentricularRecording[] = [];
    const reading = ventricularRecordings(dataFolder, models, (record, number, records) => {
      onProgress?.({ phase: 'reading', record, number, records });
    });
    for await (const recording of reading) read.push(recording);
    return read;
  });
  const runs = seeds.length * (foldCount + dataSetsOf(recordings).length + 1);
  let run = 0;
  const onFit = (): void => onProgress?.({ phase: 'fitting', run: (run += 1), runs });
  const judge = (seed: number) => judgeSeed(recordings, { ...options, seed, onFit });
  const [firstSeed, ...otherSeeds] = seeds;
  const { trees, folds, ...outcome } = judge(firstSeed);
  const { seed } = outcome;
  const save = async (
    learned: readonly VentricularRecording[],
    { trees: fitted, shift }: Pick<JudgedPart, 'trees' | 'shift'>,
    folder: string,
  ) => {
    const rows = ventricularRows(learned);
    const { manifest, model } = createVentricularRhythmModel(
      { trees: fitted, shift },
      {
        training: {
          dataFingerprint: examplesFingerprint([
            rows.features,
            Float64Array.from(rows.targets),
            rows.weights,
          ]),
          records: RecordsByDataSet.of(learned).toObject(),
          seed,
          windowCount: rows.targets.length,
          folds: foldCount,
          shift,
        },
        metrics: roundedFigures(outcome.crossValidated.all),
      },
    );
    await saveVentricularRhythmModel(folder, { manifest, model });
    return manifest.version;
  };
  const version = await save(recordings, { trees, shift: outcome.shift }, outputFolder);
  for (const [fold, part] of foldsFolder === undefined ? [] : folds.entries()) {
    const judged = new Set(part.recordings);
    const learned = recordings.filter((recording) => !judged.has(recording));
    await save(learned, part, join(foldsFolder ?? '', String(fold), 'ventricular-rhythm'));
  }
  const others = otherSeeds.map((other) => {
    const { trees: _, folds: __, ...figures } = judge(other);
    return figures;
  });
  return {
    outputFolder,
    version,
    recordings: recordings.length,
    ...outcome,
    ...(others.length > 0 && { overSeeds: seedFigures([outcome, ...others].map(figuresIn)) }),
  };
}

/**
 * Fits to all recordings, and judges what was held out: each part at the shift that the other parts choose, so that nothing of a
 * recording has a say in how it is judged.
 */
function judgeSeed(
  recordings: readonly VentricularRecording[],
  options: FitVentricularSettings & { readonly folds: number; readonly onFit: () => void },
): SeedOutcome & { readonly trees: BoostedTrees; readonly folds: readonly JudgedPart[] } {
  const { seed, folds: foldCount, onFit } = options;
  const patients = [...new Set(recordings.map(patientOf))];
  const fit = (isIn: (recording: VentricularRecording) => boolean): BoostedTrees => {
    onFit();
    return fitVentricularModel(recordings.filter(isIn), options);
  };
  const partOf = (isJudged: (recording: VentricularRecording) => boolean): JudgedPart => ({
    recordings: recordings.filter(isJudged),
    trees: fit((recording) => !isJudged(recording)),
    shift: 0,
  });
  const unshifted = crossValidationFolds(patients.length, foldCount, seed).map(({ heldOut }) => {
    const unseen = new Set(heldOut.map((index) => patients[index]));
    return partOf((recording) => unseen.has(patientOf(recording)));
  });
  const judged = unshifted.map((part) => judgeParts([part], 'all'));
  const folds = unshifted.map((part, fold) => ({
    ...part,
    shift: chooseShift(judged.filter((_, other) => other !== fold).flat()),
  }));
  const across = dataSetsOf(recordings).map((name) => ({
    ...partOf(({ dataSet }) => dataSet === name),
    shift: chooseShift(judged.flat().filter(({ dataSet }) => dataSet !== name)),
  }));
  return {
    seed,
    shift: chooseShift(judged.flat()),
    trees: fit(() => true),
    folds,
    crossValidated: figuresByLeads(folds),
    acrossDataSets: figuresByLeads(across),
  };
}

const figuresByLeads = (parts: readonly JudgedPart[]): FiguresByLeads => ({
  all: figuresOf(judgeParts(parts, 'all')),
  first: figuresOf(judgeParts(parts, 'first')),
});

const dataSetsOf = (recordings: readonly VentricularRecording[]): string[] => [
  ...new Set(recordings.map(({ dataSet }) => dataSet)),
];

const figuresIn = ({ shift, crossValidated, acrossDataSets }: SeedOutcome): Figures => ({
  shift,
  crossValidated: ofLeads(crossValidated),
  acrossDataSets: ofLeads(acrossDataSets),
});
const ofLeads = ({ all, first }: FiguresByLeads): Figures => ({
  all: nestedFigures(all),
  first: nestedFigures(first),
});

const patientOf = ({ dataSet, record }: VentricularRecording): string => `${dataSet}/${record}`;

/** By data set, and by noise. */
function figuresOf(recordings: readonly JudgedRecording[]): FiguresByDataSet {
  const keyOf = ({ dataSet, noise }: JudgedRecording): string =>
    noise === undefined ? dataSet : `${dataSet}, ${noise}`;
  const keys = [...new Set(recordings.map(keyOf))];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      ventricularFigures(
        recordings.filter((recording) => keyOf(recording) === key),
        0,
      ),
    ]),
  );
}
