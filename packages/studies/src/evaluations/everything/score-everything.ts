import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Strip } from '@beatwatch/report';
import { Piscina } from 'piscina';
import { StudyError } from '../../errors.ts';
import { recordNames } from '../../live-path/ecg-recording.ts';
import type { Unseen } from '../../live-path/seen-by.ts';
import { readAnnotationScope, scopeOf } from '../../reference/annotation-scope.ts';
import type { UnreadableRecord } from '../../reporting/each-record.ts';
import { scoredAlarms } from '../alarms/score-alarms.ts';
import { scoredRecords } from '../beats/score-records.ts';
import { crossValidatedF1 } from '../wearable/atrial-recordings.ts';
import { labelledRecordings } from '../wearable/labelled-recordings.ts';
import { scoredRecordings } from '../wearable/score-recordings.ts';
import type { DatabaseFigures } from './database-figures.ts';
import { databasePlans, type DatabasePlan } from './databases.ts';
import type { JudgedRecord, RecordTask } from './judge-record.ts';
import { summaryOf, worstOf, type SummaryRow, type WorstFigure } from './summary.ts';
import type { TaskResult, WorkerSettings } from './worker.ts';

export interface EverythingOptions {
  /** Folder with a folder for each database. */
  readonly data: string;
  /** Names of databases. Default: all that are there. */
  readonly only?: readonly string[];
  /** Records of each database at most, the first ones. Default: all. */
  readonly first?: number;
  /** Records that are judged at the same time, each by a thread. Default: 2. */
  readonly jobs?: number;
  /** A model's folder. Default: the one that comes with Beatwatch. */
  readonly model?: string;
  /** What models must not have seen of a record. Default: the patient. */
  readonly unseen?: Unseen;
  readonly onProgress?: (progress: EverythingProgress) => void;
}

/** A record is done. */
interface EverythingProgress {
  readonly database: string;
  readonly record: string;
  /** Of all databases. */
  readonly done: number;
  readonly records: number;
}

export interface EverythingEvaluation {
  /** Each figure that has a target. */
  readonly summary: readonly SummaryRow[];
  /** The database in which a figure is worst. */
  readonly worst: readonly WorstFigure[];
  readonly databases: Readonly<Record<string, DatabaseFigures>>;
  readonly unreadable: readonly (UnreadableRecord & { readonly database: string })[];
  /** Databases that were not found. */
  readonly absent: readonly string[];
}

export interface DatabaseResult {
  readonly plan: DatabasePlan;
  readonly figures: DatabaseFigures;
  readonly missed: readonly Strip[];
  readonly wrong: readonly Strip[];
}

export interface ScoredEverything {
  readonly evaluation: EverythingEvaluation;
  readonly results: readonly DatabaseResult[];
}

const workerEntry = fileURLToPath(new URL('worker-start.mjs', import.meta.url));

export async function scoreEverything(options: EverythingOptions): Promise<ScoredEverything> {
  const { data, only, jobs = 2, model, unseen = 'patient' } = options;
  const wanted = databasePlans.filter(
    ({ name, folder }) => only?.some((one) => one === name || one === folder) ?? true,
  );
  const found = wanted.filter(({ folder }) => existsSync(join(data, folder)));
  if (found.length === 0) {
    throw new StudyError(
      { file: data, expected: `folders of databases: ${wanted.map(({ folder }) => folder).join(', ')}` },
      { code: 'unsuitable-data', context: { folder: data } },
    );
  }
  const settings: WorkerSettings = { unseen, ...(model !== undefined && { model }) };
  const pool = new Piscina<RecordTask, TaskResult>({
    filename: workerEntry,
    minThreads: 1,
    maxThreads: jobs,
    execArgv: [],
    workerData: settings,
  });
  try {
    const tasks = (await Promise.all(found.map((plan) => tasksOf(plan, options)))).flat();
    let done = 0;
    const results = await Promise.all(
      tasks.map(async (task) => {
        const result = await pool.run(task);
        done += 1;
        options.onProgress?.({
          database: task.plan.name,
          record: task.record,
          done,
          records: tasks.length,
        });
        return { task, result };
      }),
    );
    const knownF1 = await crossValidatedF1();
    const databases = found.map((plan) => resultOf(plan, results, knownF1[plan.folder]));
    return {
      evaluation: evaluationOf(databases, results, {
        absent: wanted.filter((plan) => !found.includes(plan)).map(({ name }) => name),
      }),
      results: databases,
    };
  } finally {
    await pool.destroy();
  }
}

interface TaskOutcome {
  readonly task: RecordTask;
  readonly result: TaskResult;
}

async function tasksOf(plan: DatabasePlan, { data, first }: EverythingOptions): Promise<RecordTask[]> {
  const path = join(data, plan.folder);
  const isWearable = plan.evaluation === 'wearable';
  const names = isWearable
    ? (await labelledRecordings(path)).map(({ name }) => name)
    : await recordNames(path);
  const scope = isWearable ? scopeOf([]) : await readAnnotationScope(path, names);
  return names.slice(0, first).map((record) => ({ plan, path, record, scope }));
}

function resultOf(
  plan: DatabasePlan,
  results: readonly TaskOutcome[],
  knownF1: number | undefined,
): DatabaseResult {
  const own = results.filter(({ task }) => task.plan.name === plan.name);
  const judged = own.flatMap(({ result }) => ('judged' in result ? [result.judged] : []));
  const unreadable = unreadableOf(own);
  if (plan.evaluation === 'beats') {
    const outcomes = judged.flatMap((one) => (one.evaluation === 'beats' ? [one.outcome] : []));
    const { evaluation: figures } = scoredRecords(
      outcomes.map((outcome) => ['clean', outcome] as const),
      unreadable,
    );
    return {
      plan,
      figures: { evaluation: 'beats', figures },
      missed: outcomes.flatMap(({ strips }) => strips.missedEvents),
      wrong: interleaved(outcomes.map(({ strips }) => strips.falseAlarms)),
    };
  }
  if (plan.evaluation === 'alarms') {
    const outcomes = outcomesOf(judged, 'alarms');
    const { evaluation: figures, strips } = scoredAlarms(outcomes, {
      leads: plan.leads,
      scope: own[0]?.task.scope ?? scopeOf([]),
      unreadable,
    });
    return {
      plan,
      figures: { evaluation: 'alarms', figures },
      missed: strips.missed,
      wrong: interleaved(outcomes.map((outcome) => outcome.strips.wrong)),
    };
  }
  const { evaluation: figures, strips } = scoredRecordings(
    judged.flatMap((one) => (one.evaluation === 'wearable' ? [one.outcome] : [])),
    unreadable,
    knownF1,
  );
  return { plan, figures: { evaluation: 'wearable', figures }, missed: [], wrong: strips };
}

/** The first of each list, then the second of each, so that no record takes all the room. */
function interleaved<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();
}

const outcomesOf = (judged: readonly JudgedRecord[], evaluation: 'alarms') =>
  judged.flatMap((one) => (one.evaluation === evaluation ? [one.outcome] : []));

const unreadableOf = (results: readonly TaskOutcome[]): UnreadableRecord[] =>
  results.flatMap(({ task: { record }, result }) =>
    'reason' in result ? [{ record, reason: result.reason }] : [],
  );

function evaluationOf(
  databases: readonly DatabaseResult[],
  results: readonly TaskOutcome[],
  { absent }: Pick<EverythingEvaluation, 'absent'>,
): EverythingEvaluation {
  const figures = Object.fromEntries(databases.map((result) => [result.plan.name, result.figures]));
  return {
    summary: summaryOf(figures),
    worst: worstOf(figures),
    databases: figures,
    unreadable: databases.flatMap(({ plan: { name } }) =>
      unreadableOf(results.filter(({ task }) => task.plan.name === name)).map((one) => ({
        database: name,
        ...one,
      })),
    ),
    absent,
  };
}
