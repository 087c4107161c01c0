import { join } from 'node:path';
import { patientModel, wearableModelDirectory, type PatientModel } from '@beatwatch/adaptation';
import type { BoostedTrees } from '@beatwatch/boosted-trees';
import { createScoringEngine, loadModel } from '@beatwatch/model-core';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';
import {
  alarmHistory,
  beatRecords,
  bedsideAlarm,
  bedsideFigures,
  bedsideOutcome,
  readAnnotationScope,
  recordNames,
  secondsOf,
  SignalModelChoice,
  type AnnotationScope,
  type BedsideOutcome,
  type LeadChoice,
} from '@beatwatch/studies';
import { correctionDefaults, type CorrectionSettings } from '../beat-classes/correct-classes.ts';
import { referenceRows } from '../beat-classes/reference-rows.ts';
import { annotatedRecords, recordingSet } from '../reference-sets/recordings.ts';
import { correctedTrees, rowsOfWard, type StaffSettings, type WardBase } from './learned-trees.ts';
import { comparedWeeks, countsOf, type WeekComparison } from './patient-counts.ts';
import { readPatient, type RecordedPatient } from './recorded-patient.ts';
import { replay, type Replayed } from './replay.ts';

/** Data sets whose recordings can be a ward: there are models that have not learned from either. */
export const wards = ['mitdb', 'svdb'] as const;
export type Ward = (typeof wards)[number];

export interface WeekSettings extends StaffSettings {
  readonly ward: Ward;
  readonly leads: LeadChoice;
  /** Trainings, each with the next seed. */
  readonly seeds: number;
  /** Records of the ward, the first ones. Default: all. */
  readonly records?: number;
  /** Whether the other data set's annotated beats are learned from beside the labels. */
  readonly withReference: boolean;
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
  bedside: true,
  correction: correctionDefaults,
};

export interface WeekOutcome {
  /** Patients who labelled nothing: each fold's by what the labels of the others taught. */
  readonly others: WeekComparison;
  /** The same patients later: the second half of each record by what the labels of everybody's first half taught. */
  readonly later: WeekComparison;
  /** The same, of patients with a false alarm in their first half, each by what their own labels taught. */
  readonly own: WeekComparison;
  /** Bedside alarms of ventricular tachycardia, by the shipped model and by what all labels taught, a seed each. */
  readonly bedside?: {
    readonly shipped: ReturnType<typeof bedsideFigures>;
    readonly retrained: readonly ReturnType<typeof bedsideFigures>[];
  };
  readonly labelled: { readonly falseAlarms: number; readonly trueAlarms: number };
}

export interface StudyWeekOptions extends WeekSettings {
  readonly dataFolder: string;
  readonly onProgress?: (text: string) => void;
}

/**
 * What labels are worth: recordings as patients of a ward, their annotations as what staff says of its alarms, by models that
 * have learned from none of these recordings.
 * @throws StudyError, RecordingError, ModelCoreError where a record or a model cannot be used
 */
export async function studyWeek(options: StudyWeekOptions): Promise<WeekOutcome> {
  const study = await WardStudy.open(options);
  try {
    const { replayed } = study;
    const others = await study.others();
    const later = await study.later();
    const own = await study.own();
    const bedside = options.bedside ? await study.bedside() : undefined;
    const count = (of: (patient: Replayed) => readonly unknown[]): number =>
      replayed.reduce((sum, patient) => sum + of(patient).length, 0);
    return {
      others,
      later,
      own,
      ...(bedside && { bedside }),
      labelled: {
        falseAlarms: count(({ outcome }) => outcome.falseAlarms),
        trueAlarms: count(({ outcome }) => outcome.trueAlarms),
      },
    };
  } finally {
    await study.base.engine.dispose();
  }
}

class WardStudy {
  readonly #options: StudyWeekOptions;
  readonly #modelOf: (trees: BoostedTrees) => PatientModel;
  readonly #scope: AnnotationScope;
  readonly #signalModels: SignalModelChoice;
  readonly base: WardBase;
  readonly patients: readonly RecordedPatient[];
  /** By the shipped model. */
  readonly replayed: readonly Replayed[];

  private constructor(parts: {
    readonly options: StudyWeekOptions;
    readonly modelOf: (trees: BoostedTrees) => PatientModel;
    readonly scope: AnnotationScope;
    readonly signalModels: SignalModelChoice;
    readonly base: WardBase;
    readonly patients: readonly RecordedPatient[];
    readonly replayed: readonly Replayed[];
  }) {
    this.#options = parts.options;
    this.#modelOf = parts.modelOf;
    this.#scope = parts.scope;
    this.#signalModels = parts.signalModels;
    this.base = parts.base;
    this.patients = parts.patients;
    this.replayed = parts.replayed;
  }

  static async open(options: StudyWeekOptions): Promise<WardStudy> {
    const { ward, dataFolder, leads, records, withReference, onProgress } = options;
    const fold = `without-${ward}`;
    const encoder = await loadModel(wearableModelDirectory(fold));
    const shipped = beatClassModelOf(await loadBeatsModel(wearableModelDirectory(fold, 'beats')));
    const modelOf = (trees: BoostedTrees): PatientModel =>
      patientModel(encoder.manifest, () => Promise.reject(new Error('beats are encoded once')), {
        ...shipped,
        trees,
      });
    const engine = await createScoringEngine(encoder);
    const signalModels = await SignalModelChoice.open('data-set');
    const names = annotatedRecords(ward).map(({ name }) => name);
    const scope = await readAnnotationScope(join(dataFolder, ward), names);
    const patients: RecordedPatient[] = [];
    const replayed: Replayed[] = [];
    for (const name of names.slice(0, records)) {
      onProgress?.(`replaying ${ward} ${name}`);
      const patient = await readPatient(name, { dataFolder, dataSet: ward, leads, signalModels, engine });
      patients.push(patient);
      replayed.push(await replay(patient, modelOf(shipped.trees), scope));
    }
    const other = wards.find((name) => name !== ward) ?? ward;
    onProgress?.(withReference ? `reading ${other}` : 'without reference beats');
    const set = withReference ? await recordingSet(other, annotatedRecords(other), dataFolder) : undefined;
    const reference = set === undefined ? [] : await referenceRows([set], engine);
    const base = { engine, trees: shipped.trees, reference };
    return new WardStudy({ options, modelOf, scope, signalModels, base, patients, replayed });
  }

  /** Each patient by labels of patients of the other folds. */
  async others(): Promise<WeekComparison> {
    const { ward } = this.#options;
    const foldOf = new Map(
      beatRecords.flatMap(({ dataSet, name, fold }) => (dataSet === ward ? [[name, fold] as const] : [])),
    );
    const treesOf = new Map<number, readonly BoostedTrees[]>();
    for (const fold of new Set(foldOf.values())) {
      const rows = await rowsOfWard(
        this.replayed.filter(({ name }) => foldOf.get(name) !== fold),
        this.base,
        this.#options,
      );
      treesOf.set(fold, this.#trained(rows));
    }
    return this.#compared(
      this.patients,
      this.#seeds.map(
        (_, seed) =>
          ({ name }) =>
            treesOf.get(foldOf.get(name) ?? 0)?.[seed],
      ),
    );
  }

  /** The second half of each patient by labels of the first halves of all. */
  async later(): Promise<WeekComparison> {
    const untilSeconds = this.#halfSeconds;
    const rows = await rowsOfWard(this.replayed, this.base, { ...this.#options, untilSeconds });
    const trees = this.#trained(rows);
    return this.#compared(
      this.patients,
      trees.map((one) => () => one),
      untilSeconds,
    );
  }

  /** The second half of each patient with a false alarm in the first by their own labels. */
  async own(): Promise<WeekComparison> {
    const untilSeconds = this.#halfSeconds;
    const chosen = this.patients.filter(({ name }) =>
      this.#of(name).outcome.falseAlarms.some(({ seconds }) => seconds < untilSeconds),
    );
    const treesOf = new Map<string, readonly BoostedTrees[]>();
    for (const { name } of chosen) {
      const rows = await rowsOfWard([this.#of(name)], this.base, { ...this.#options, untilSeconds });
      treesOf.set(name, this.#trained(rows));
    }
    return this.#compared(
      chosen,
      this.#seeds.map(
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
    const dataSet = 'cinc2015';
    const rows = await rowsOfWard(this.replayed, this.base, this.#options);
    const trees = [this.base.trees, ...this.#trained(rows)];
    const outcomes = trees.map((): BedsideOutcome[] => []);
    for (const name of (await recordNames(join(dataFolder, dataSet))).filter((one) => one.startsWith('v'))) {
      onProgress?.(`replaying ${dataSet} ${name}`);
      const patient = await readPatient(name, {
        dataFolder,
        dataSet,
        leads,
        signalModels: this.#signalModels,
        engine: this.base.engine,
      });
      const alarm = bedsideAlarm(patient.recording.comments);
      if (alarm === undefined) continue;
      for (const [index, one] of trees.entries()) {
        const { alarmEvents } = await replay(patient, this.#modelOf(one), this.#scope);
        outcomes[index]?.push(bedsideOutcome(alarm, alarmHistory(alarmEvents, secondsOf(patient.recording))));
      }
    }
    const [shipped, ...retrained] = outcomes.map(bedsideFigures);
    return { shipped: shipped ?? bedsideFigures([]), retrained };
  }

  get #seeds(): readonly number[] {
    return Array.from({ length: this.#options.seeds }, (_, index) => this.#options.seed + index);
  }

  /** Half of a record: they are all equally long. */
  get #halfSeconds(): number {
    return Math.floor((this.replayed[0]?.outcome.recordSeconds ?? 0) / 2);
  }

  #of(name: string): Replayed {
    const found = this.replayed.find((one) => one.name === name);
    if (found === undefined) throw new RangeError(`no patient ${name}`);
    return found;
  }

  #trained(rows: Awaited<ReturnType<typeof rowsOfWard>>): BoostedTrees[] {
    return correctedTrees(this.base, rows, { ...this.#options.correction, seeds: this.#seeds });
  }

  /** @param treesOf by seed, what judges a patient; undefined for the shipped model's */
  async #compared(
    patients: readonly RecordedPatient[],
    treesOf: readonly ((patient: RecordedPatient) => BoostedTrees | undefined)[],
    fromSeconds = 0,
  ): Promise<WeekComparison> {
    const retrained = treesOf.map((): ReturnType<typeof countsOf>[] => []);
    for (const patient of patients) {
      this.#options.onProgress?.(`judging ${patient.name}`);
      for (const [seed, of] of treesOf.entries()) {
        const trees = of(patient);
        const { outcome } =
          trees === undefined || trees === this.base.trees
            ? this.#of(patient.name)
            : await replay(patient, this.#modelOf(trees), this.#scope);
        retrained[seed]?.push(countsOf(outcome, fromSeconds));
      }
    }
    const shipped = patients.map(({ name }) => countsOf(this.#of(name).outcome, fromSeconds));
    return comparedWeeks(shipped, retrained);
  }
}
