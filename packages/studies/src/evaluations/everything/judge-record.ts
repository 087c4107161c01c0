import { readEcgLeads, requireAnnotations } from '../../live-path/ecg-recording.ts';
import type { EvaluationModels } from '../../live-path/evaluation-models.ts';
import type { AnnotationScope } from '../../reference/annotation-scope.ts';
import { recordAlarms, type RecordAlarms } from '../alarms/record-alarms.ts';
import { recordOutcome, type RecordOutcome } from '../beats/record-outcome.ts';
import { labelledRecordings, type LabelledRecording } from '../wearable/labelled-recordings.ts';
import { judgeRecording, type DrawnOutcome } from '../wearable/score-recordings.ts';
import type { DatabasePlan } from './databases.ts';

/** One record of a database: plain data, so that a worker thread can judge it. */
export interface RecordTask {
  readonly plan: DatabasePlan;
  /** Of the database's records. */
  readonly path: string;
  readonly record: string;
  readonly scope: AnnotationScope;
}

/** The outcome of one record, by the way its database is judged. */
export type JudgedRecord =
  | { readonly evaluation: 'beats'; readonly outcome: RecordOutcome }
  | { readonly evaluation: 'alarms'; readonly outcome: RecordAlarms }
  | { readonly evaluation: 'wearable'; readonly outcome: DrawnOutcome };

/** Judges records of any database. */
export class RecordJudge {
  readonly #models: EvaluationModels;
  readonly #labelled = new Map<string, ReadonlyMap<string, LabelledRecording>>();

  constructor(models: EvaluationModels) {
    this.#models = models;
  }

  async judge({ plan, path, record, scope }: RecordTask): Promise<JudgedRecord> {
    const { evaluation, leads } = plan;
    const model = await this.#models.for(record);
    if (evaluation === 'wearable') {
      const labelled = (await this.#labelledIn(path)).get(record);
      return { evaluation, outcome: await judgeRecording(labelled, model) };
    }
    const recording = await readEcgLeads(path, record, leads);
    if (evaluation === 'alarms') {
      return { evaluation, outcome: await recordAlarms(recording, model, { scope }) };
    }
    requireAnnotations(recording[0]);
    return { evaluation, outcome: await recordOutcome({ leads: recording }, model, { scope }) };
  }

  async #labelledIn(path: string): Promise<ReadonlyMap<string, LabelledRecording>> {
    const known = this.#labelled.get(path);
    if (known !== undefined) return known;
    const all = await labelledRecordings(path);
    const byName = new Map(all.map((recording) => [recording.name, recording]));
    this.#labelled.set(path, byName);
    return byName;
  }
}
