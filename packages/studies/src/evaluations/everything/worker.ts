import { workerData } from 'node:worker_threads';
import { BeatwatchError } from '@beatwatch/contracts';
import { openEvaluationModels } from '../../live-path/evaluation-models.ts';
import type { Unseen } from '../../live-path/seen-by.ts';
import { RecordJudge, type JudgedRecord, type RecordTask } from './judge-record.ts';

/** What a thread is started with. */
export interface WorkerSettings {
  /** A model's folder. Default: the one that comes with Beatwatch. */
  readonly model?: string;
  readonly unseen: Unseen;
}

/** A judged record, or why it could not be read. */
export type TaskResult = { readonly judged: JudgedRecord } | { readonly reason: string };

// Piscina passes its own `workerData` beside the caller's.
const settings = [workerData].flat().at(-1) as WorkerSettings | undefined;
const opened = openEvaluationModels(settings?.model, settings?.unseen);
const judge = opened.then(({ models }) => new RecordJudge(models));

/** Judges one record; its own faults are results, others are thrown. */
export default async function judgeTask(task: RecordTask): Promise<TaskResult> {
  try {
    return { judged: await (await judge).judge(task) };
  } catch (error) {
    if (
      error instanceof BeatwatchError ||
      (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    ) {
      return { reason: error.message };
    }
    throw error;
  }
}
