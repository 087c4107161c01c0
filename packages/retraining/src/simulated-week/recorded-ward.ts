import { join } from 'node:path';
import { patientModel, wearableModelDirectory, type PatientModel } from '@beatwatch/adaptation';
import type { BoostedTrees } from '@beatwatch/boosted-trees';
import { createScoringEngine, loadModel, type ScoringEngine } from '@beatwatch/model-core';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';
import {
  readAnnotationScope,
  SignalModelChoice,
  type AnnotationScope,
  type LeadChoice,
} from '@beatwatch/studies';
import type { Candidate } from '../comparison/judge-set.ts';
import { annotatedRecords } from '../reference-sets/recordings.ts';
import { compareCounts, countsOf, type RateComparison } from '../replayed-alarms/compare-counts.ts';
import { readPatient, type RecordedPatient } from '../replayed-alarms/recorded-patient.ts';
import { replay, type Replayed } from '../replayed-alarms/replay.ts';

/** Data sets whose recordings can be a ward: there are models that have not learned from either. */
export const wards = ['mitdb', 'svdb'] as const;
export type Ward = (typeof wards)[number];

export const otherWard = (ward: Ward): Ward => (ward === 'mitdb' ? 'svdb' : 'mitdb');

/** A model that has learned from nothing of a data set. */
export interface FoldModel {
  readonly engine: ScoringEngine;
  readonly trees: BoostedTrees;
  /** The same with other trees; its patients' beats are encoded already. */
  readonly withTrees: (trees: BoostedTrees) => PatientModel;
  /** The same as what may come into use. */
  readonly candidateWith: (trees: BoostedTrees) => Candidate;
  readonly signalModels: SignalModelChoice;
}

/** @param ward what it knows nothing of */
export async function openFoldModel(ward: Ward): Promise<FoldModel> {
  const fold = `without-${ward}`;
  const encoder = await loadModel(wearableModelDirectory(fold));
  const shipped = beatClassModelOf(await loadBeatsModel(wearableModelDirectory(fold, 'beats')));
  return {
    engine: await createScoringEngine(encoder),
    trees: shipped.trees,
    withTrees: (trees) =>
      patientModel(encoder.manifest, () => Promise.reject(new Error('beats are encoded once')), {
        ...shipped,
        trees,
      }),
    candidateWith: (trees) => ({ model: encoder, beats: { ...shipped, trees } }),
    signalModels: await SignalModelChoice.open('data-set'),
  };
}

export interface WardOptions {
  readonly dataFolder: string;
  readonly leads: LeadChoice;
  /** Records of the ward, the first ones. Default: all. */
  readonly records?: number;
  readonly onProgress?: (text: string) => void;
}

/** Recordings of a data set as the patients of a ward, and what a model makes of them. */
export class RecordedWard {
  readonly model: FoldModel;
  readonly scope: AnnotationScope;
  readonly patients: readonly RecordedPatient[];
  /** By the model with its own trees. */
  readonly replayed: readonly Replayed[];
  readonly #onProgress: (text: string) => void;

  private constructor(
    parts: Pick<RecordedWard, 'model' | 'scope' | 'patients' | 'replayed'>,
    onProgress: (text: string) => void,
  ) {
    this.model = parts.model;
    this.scope = parts.scope;
    this.patients = parts.patients;
    this.replayed = parts.replayed;
    this.#onProgress = onProgress;
  }

  /** @throws StudyError, RecordingError, ModelCoreError where a record or a model cannot be used */
  static async open(
    ward: Ward,
    model: FoldModel,
    { dataFolder, leads, records, onProgress = () => undefined }: WardOptions,
  ): Promise<RecordedWard> {
    const names = annotatedRecords(ward).map(({ name }) => name);
    const scope = await readAnnotationScope(join(dataFolder, ward), names);
    const { engine, signalModels } = model;
    const patients: RecordedPatient[] = [];
    const replayed: Replayed[] = [];
    for (const name of names.slice(0, records)) {
      onProgress(`replaying ${ward} ${name}`);
      const patient = await readPatient(name, { dataFolder, dataSet: ward, leads, signalModels, engine });
      patients.push(patient);
      replayed.push(await replay(patient, model.withTrees(model.trees), scope));
    }
    return new RecordedWard({ model, scope, patients, replayed }, onProgress);
  }

  /** Half of a record: they are all equally long. */
  get halfSeconds(): number {
    return Math.floor((this.replayed[0]?.outcome.recordSeconds ?? 0) / 2);
  }

  of(name: string): Replayed {
    const found = this.replayed.find((one) => one.name === name);
    if (found === undefined) throw new RangeError(`no patient ${name}`);
    return found;
  }

  /**
   * @param treesOf by seed, what judges a patient; undefined for the model's own
   * @param fromSeconds what came before does not count
   */
  async compared(
    patients: readonly RecordedPatient[],
    treesOf: readonly ((patient: RecordedPatient) => BoostedTrees | undefined)[],
    fromSeconds = 0,
  ): Promise<RateComparison> {
    const retrained = treesOf.map((): ReturnType<typeof countsOf>[] => []);
    for (const patient of patients) {
      this.#onProgress(`judging ${patient.name}`);
      for (const [seed, of] of treesOf.entries()) {
        const trees = of(patient);
        const { outcome } =
          trees === undefined || trees === this.model.trees
            ? this.of(patient.name)
            : await replay(patient, this.model.withTrees(trees), this.scope);
        retrained[seed]?.push(countsOf(outcome, fromSeconds));
      }
    }
    const shipped = patients.map(({ name }) => countsOf(this.of(name).outcome, fromSeconds));
    return compareCounts(shipped, retrained);
  }
}
