import { join } from 'node:path';
import type { BoostedTrees } from '@beatwatch/boosted-trees';
import {
  alarmHistory,
  beatRecords,
  bedsideAlarm,
  bedsideFigures,
  bedsideOutcome,
  recordNames,
  secondsOf,
  type BedsideOutcome,
  type LeadChoice,
} from '@beatwatch/studies';
import { correctionDefaults, type CorrectionSettings } from '../beat-classes/correct-classes.ts';
import { compareModels, type Comparison } from '../comparison/compare-models.ts';
import { annotatedRecords, recordingSet } from '../reference-sets/recordings.ts';
import { annotatedRows } from './annotated-rows.ts';
import { correctedTrees, rowsOfWard, type StaffSettings, type WardBase } from './learned-trees.ts';
import type { RateComparison } from '../replayed-alarms/compare-counts.ts';
import { readPatient } from '../replayed-alarms/recorded-patient.ts';
import {
  openFoldModel,
  otherWard,
  RecordedWard,
  type FoldModel,
  type Ward,
  type WardOptions,
} from './recorded-ward.ts';
import { replay, type Replayed } from '../replayed-alarms/replay.ts';

/** Who is judged by what the labels of a ward taught. */
export const weekGroups = ['others', 'later', 'own', 'elsewhere'] as const;
export type WeekGroup = (typeof weekGroups)[number];

export interface WeekSettings extends StaffSettings {
  readonly ward: Ward;
  readonly leads: LeadChoice;
  /** Trainings, each with the next seed. */
  readonly seeds: number;
  /** Records of the ward, the first ones. Default: all. */
  readonly records?: number;
  /** Whether the other data set's annotated beats are learned from beside the labels. */
  readonly withReference: boolean;
  readonly groups: readonly WeekGroup[];
  /** Whether bedside alarms of cinc2015, which nothing has learned from, are judged as well. */
  readonly bedside: boolean;
  readonly correction: Omit<CorrectionSettings, 'seed'>;
}

export const weekDefaults: WeekSettings = {
  ward: 'svdb',
  leads: 'all',
  seeds: 3,
  seed: 42,
  labelErrors: 0,
  withReference: true,
  groups: ['others', 'later', 'own'],
  bedside: true,
  correction: correctionDefaults,
};

export interface WeekOutcome {
  /**
   * - `others`: patients who labelled nothing, each fold's by what the labels of the other folds taught.
   * - `later`: the second half of each record by what the labels of everybody's first half taught.
   * - `own`: the same, of patients with a false alarm in their first half, each by what their own labels taught.
   * - `elsewhere`: patients of the other data set, which neither the model nor the labels know.
   */
  readonly comparisons: Readonly<Partial<Record<WeekGroup, RateComparison>>>;
  /** Bedside alarms of ventricular tachycardia, by the shipped model and by what all labels taught, a seed each. */
  readonly bedside?: {
    readonly shipped: ReturnType<typeof bedsideFigures>;
    readonly retrained: readonly ReturnType<typeof bedsideFigures>[];
  };
  /** Of patients elsewhere, whether the rule of a promotion would promote what the first seed taught. */
  readonly promotion?: Pick<Comparison, 'verdict' | 'sets' | 'alarms'>;
  readonly labelled: { readonly falseAlarms: number; readonly trueAlarms: number };
}

export interface StudyWeekOptions extends WeekSettings, WardOptions {}

/**
 * What labels are worth: recordings as patients of a ward, their annotations as what staff says of its alarms, by models that
 * have learned from none of the recordings that are judged.
 * @throws StudyError, RecordingError, ModelCoreError where a record or a model cannot be used
 */
export async function studyWeek(options: StudyWeekOptions): Promise<WeekOutcome> {
  const { groups } = options;
  const elsewhere = groups.includes('elsewhere') ? await judgedElsewhere(options) : undefined;
  const within = groups.filter((group) => group !== 'elsewhere');
  const own =
    within.length > 0 || options.bedside || elsewhere === undefined
      ? await judgedWithin(options, within)
      : undefined;
  return {
    comparisons: { ...own?.comparisons, ...(elsewhere && { elsewhere: elsewhere.comparison }) },
    ...(own?.bedside && { bedside: own.bedside }),
    ...(elsewhere && { promotion: elsewhere.promotion }),
    labelled: own?.labelled ?? elsewhere?.labelled ?? { falseAlarms: 0, trueAlarms: 0 },
  };
}

/** Patients of the ward, and bedside alarms, by a model that knows none of them. */
async function judgedWithin(
  options: StudyWeekOptions,
  groups: readonly Exclude<WeekGroup, 'elsewhere'>[],
): Promise<Pick<WeekOutcome, 'comparisons' | 'bedside' | 'labelled'>> {
  const model = await openFoldModel(options.ward);
  try {
    const study = await WardStudy.open(model, options);
    const comparisons: Partial<Record<WeekGroup, RateComparison>> = {};
    for (const group of groups) comparisons[group] = await study[group]();
    const bedside = options.bedside ? await study.bedside() : undefined;
    return { comparisons, ...(bedside && { bedside }), labelled: labelledOf(study.ward) };
  } finally {
    await model.engine.dispose();
  }
}

function labelledOf({ replayed }: RecordedWard): WeekOutcome['labelled'] {
  const count = (of: (patient: Replayed) => readonly unknown[]): number =>
    replayed.reduce((sum, patient) => sum + of(patient).length, 0);
  return {
    falseAlarms: count(({ outcome }) => outcome.falseAlarms),
    trueAlarms: count(({ outcome }) => outcome.trueAlarms),
  };
}

/**
 * Patients of the other data set by what the labels of this one taught. The model has learned from this data set's annotations, as
 * the shipped one has from those of the reference sets, and its beats are learned beside.
 */
async function judgedElsewhere(options: StudyWeekOptions): Promise<{
  readonly comparison: RateComparison;
  readonly promotion: NonNullable<WeekOutcome['promotion']>;
  readonly labelled: WeekOutcome['labelled'];
}> {
  const { ward, withReference } = options;
  const model = await openFoldModel(otherWard(ward));
  try {
    const labelled = await RecordedWard.open(ward, model, options);
    const reference = withReference ? await annotatedRows(ward, model, options) : [];
    const base = { engine: model.engine, trees: model.trees, reference };
    const rows = await rowsOfWard(labelled.replayed, base, options);
    const trees = correctedTrees(base, rows, { ...options.correction, seeds: seedsOf(options) });
    const judged = await RecordedWard.open(otherWard(ward), model, options);
    const comparison = await judged.compared(
      judged.patients,
      trees.map((one) => () => one),
    );
    const promotion = await promotionElsewhere(model, trees[0] ?? model.trees, options);
    return { comparison, promotion, labelled: labelledOf(labelled) };
  } finally {
    await model.engine.dispose();
  }
}

async function promotionElsewhere(
  { candidateWith, trees }: FoldModel,
  corrected: BoostedTrees,
  { ward, dataFolder, records, onProgress }: StudyWeekOptions,
): Promise<NonNullable<WeekOutcome['promotion']>> {
  const other = otherWard(ward);
  const set = await recordingSet(other, annotatedRecords(other).slice(0, records), dataFolder);
  const { verdict, sets, alarms } = await compareModels({
    champion: candidateWith(trees),
    challenger: candidateWith(corrected),
    reference: { sets: set === undefined ? [] : [set], missing: [] },
    onProgress: ({ text }) => onProgress?.(text),
  });
  return { verdict, sets, alarms };
}

const seedsOf = ({ seed, seeds }: Pick<WeekSettings, 'seed' | 'seeds'>): readonly number[] =>
  Array.from({ length: seeds }, (_, index) => seed + index);

type LearnedRows = Awaited<ReturnType<typeof rowsOfWard>>;

/** Patients of a ward, judged by a model that knows none of them. */
export class WardStudy {
  readonly #options: StudyWeekOptions;
  readonly #base: WardBase;
  readonly #foldOf: ReadonlyMap<string, number>;
  #rowsOfOthers: ReadonlyMap<number, LearnedRows> | undefined;
  readonly ward: RecordedWard;

  private constructor(options: StudyWeekOptions, base: WardBase, ward: RecordedWard) {
    this.#options = options;
    this.#base = base;
    this.#foldOf = new Map(
      beatRecords.flatMap(({ dataSet, name, fold }) =>
        dataSet === options.ward ? [[name, fold] as const] : [],
      ),
    );
    this.ward = ward;
  }

  static async open(model: FoldModel, options: StudyWeekOptions): Promise<WardStudy> {
    const ward = await RecordedWard.open(options.ward, model, options);
    const reference = options.withReference
      ? await annotatedRows(otherWard(options.ward), model, options)
      : [];
    return new WardStudy(options, { engine: model.engine, trees: model.trees, reference }, ward);
  }

  /** Each patient by labels of patients of the other folds. */
  async others(correction = this.#options.correction): Promise<RateComparison> {
    this.#rowsOfOthers ??= await this.#readOthers();
    const treesOf = new Map(
      [...this.#rowsOfOthers].map(([fold, rows]) => [fold, this.#trained(rows, correction)]),
    );
    return this.ward.compared(
      this.ward.patients,
      seedsOf(this.#options).map(
        (_, seed) =>
          ({ name }) =>
            treesOf.get(this.#foldOf.get(name) ?? 0)?.[seed],
      ),
    );
  }

  /** The second half of each patient by labels of the first halves of all. */
  async later(): Promise<RateComparison> {
    const untilSeconds = this.ward.halfSeconds;
    const rows = await rowsOfWard(this.ward.replayed, this.#base, { ...this.#options, untilSeconds });
    return this.ward.compared(
      this.ward.patients,
      this.#trained(rows).map((one) => () => one),
      untilSeconds,
    );
  }

  /** The second half of each patient with a false alarm in the first by their own labels. */
  async own(): Promise<RateComparison> {
    const untilSeconds = this.ward.halfSeconds;
    const chosen = this.ward.patients.filter(({ name }) =>
      this.ward.of(name).outcome.falseAlarms.some(({ seconds }) => seconds < untilSeconds),
    );
    const treesOf = new Map<string, readonly BoostedTrees[]>();
    for (const { name } of chosen) {
      const rows = await rowsOfWard([this.ward.of(name)], this.#base, { ...this.#options, untilSeconds });
      treesOf.set(name, this.#trained(rows));
    }
    return this.ward.compared(
      chosen,
      seedsOf(this.#options).map(
        (_, seed) =>
          ({ name }) =>
            treesOf.get(name)?.[seed],
      ),
      untilSeconds,
    );
  }

  /** Bedside alarms of a data set that nothing has learned from. */
  async bedside(): Promise<NonNullable<WeekOutcome['bedside']>> {
    const { dataFolder, leads, onProgress } = this.#options;
    const { engine, signalModels, withTrees } = this.ward.model;
    const dataSet = 'cinc2015';
    const rows = await rowsOfWard(this.ward.replayed, this.#base, this.#options);
    const trees = [this.#base.trees, ...this.#trained(rows)];
    const outcomes = trees.map((): BedsideOutcome[] => []);
    for (const name of (await recordNames(join(dataFolder, dataSet))).filter((one) => one.startsWith('v'))) {
      onProgress?.(`replaying ${dataSet} ${name}`);
      const patient = await readPatient(name, { dataFolder, dataSet, leads, signalModels, engine });
      const alarm = bedsideAlarm(patient.recording.comments);
      if (alarm === undefined) continue;
      for (const [index, one] of trees.entries()) {
        const { alarmEvents } = await replay(patient, withTrees(one), this.ward.scope);
        outcomes[index]?.push(bedsideOutcome(alarm, alarmHistory(alarmEvents, secondsOf(patient.recording))));
      }
    }
    const [shipped, ...retrained] = outcomes.map(bedsideFigures);
    return { shipped: shipped ?? bedsideFigures([]), retrained };
  }

  /** By fold, what the labels of the other folds teach: whatever the correction makes of it. */
  async #readOthers(): Promise<ReadonlyMap<number, LearnedRows>> {
    const rowsOf = new Map<number, LearnedRows>();
    for (const fold of new Set(this.#foldOf.values())) {
      const others = this.ward.replayed.filter(({ name }) => this.#foldOf.get(name) !== fold);
      rowsOf.set(fold, await rowsOfWard(others, this.#base, this.#options));
    }
    return rowsOf;
  }

  #trained(
    rows: LearnedRows,
    correction: WeekSettings['correction'] = this.#options.correction,
  ): BoostedTrees[] {
    return correctedTrees(this.#base, rows, { ...correction, seeds: seedsOf(this.#options) });
  }
}
