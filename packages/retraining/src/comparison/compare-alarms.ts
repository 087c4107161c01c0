import { patientModel, type BeatClassModel, type PatientModel } from '@beatwatch/adaptation';
import { createScoringEngine, type Model, type ScoringEngine } from '@beatwatch/model-core';
import { readAnnotationScope, SignalModelChoice } from '@beatwatch/studies';
import {
  compareCounts,
  countsOf,
  type PatientCounts,
  type RateComparison,
} from '../replayed-alarms/compare-counts.ts';
import { encodedAnew, readPatient } from '../replayed-alarms/recorded-patient.ts';
import { replay } from '../replayed-alarms/replay.ts';
import type { Candidate } from './judge-set.ts';
import type { AnnotatedRecords, ReferenceSet } from './reference-set.ts';

/** Alarms of two models on the records of a reference set. */
export interface ComparedAlarms {
  readonly name: string;
  readonly title: string;
  readonly rates: RateComparison;
}

interface CompareAlarmsOptions {
  readonly champion: Candidate;
  readonly challenger: Candidate;
  /** Called before each record. */
  readonly onRecord?: (title: string) => void;
}

/**
 * Sends the first lead of each record through the live path with either model, and counts the alarms that the annotations support and
 * refute. One record is in memory at a time.
 * @returns nothing where a model does not tell classes, which alarms of ventricular beats depend on
 * @throws StudyError, RecordingError where a record cannot be read
 */
export async function compareAlarms(
  sets: readonly ReferenceSet[],
  { champion, challenger, onRecord }: CompareAlarmsOptions,
): Promise<readonly ComparedAlarms[]> {
  const [{ beats: championBeats }, { beats: challengerBeats }] = [champion, challenger];
  const annotated = sets.flatMap(({ alarmsOf, ...set }) =>
    alarmsOf === undefined ? [] : [{ ...set, alarmsOf }],
  );
  if (championBeats === undefined || challengerBeats === undefined || annotated.length === 0) return [];
  const before = await openJudge(champion.model, championBeats);
  try {
    const after = await openJudge(challenger.model, challengerBeats);
    try {
      const compared: ComparedAlarms[] = [];
      for (const { name, title, alarmsOf } of annotated) {
        const rates = await ratesOf(alarmsOf, [before, after], () => onRecord?.(title));
        compared.push({ name, title, rates });
      }
      return compared;
    } finally {
      await after.engine.dispose();
    }
  } finally {
    await before.engine.dispose();
  }
}

interface Judge {
  readonly engine: ScoringEngine;
  /** Of the autoencoder. */
  readonly version: string;
  readonly model: PatientModel;
}

const openJudge = async (model: Model, beats: BeatClassModel): Promise<Judge> => ({
  engine: await createScoringEngine(model),
  version: model.manifest.version,
  model: patientModel(
    model.manifest,
    () => Promise.reject(new Error('beats of a record are encoded once')),
    beats,
  ),
});

async function ratesOf(
  { dataFolder, records }: AnnotatedRecords,
  [before, after]: readonly [Judge, Judge],
  onRecord: () => void,
): Promise<RateComparison> {
  const scope = await readAnnotationScope(
    dataFolder,
    records.map(({ dataSet, name }) => `${dataSet}/${name}`),
  );
  const signalModels = await SignalModelChoice.open('data-set');
  const [champion, challenger]: [PatientCounts[], PatientCounts[]] = [[], []];
  for (const { dataSet, name } of records) {
    onRecord();
    const options = { dataFolder, dataSet, leads: 'first', signalModels, engine: before.engine } as const;
    const patient = await readPatient(name, options);
    champion.push(countsOf((await replay(patient, before.model, scope)).outcome));
    const again = after.version === before.version ? patient : await encodedAnew(patient, after.engine);
    challenger.push(countsOf((await replay(again, after.model, scope)).outcome));
  }
  return compareCounts(champion, [challenger]);
}
