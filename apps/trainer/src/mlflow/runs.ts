import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { MlflowClient } from './client.ts';
import { MlflowError } from './errors.ts';
import type { RunContent } from './run-of-job.ts';

/** Of a run: what it was made of, a job or a model. */
const originTag = 'beatwatch.origin';
/** Of a run that is being sent: since when, epoch milliseconds. */
const sendingTag = 'beatwatch.sending';
/** After this time whoever sent it has ended in the middle, and another one goes on. */
const sendingLimitMs = 300_000;
const mostInBatch = 500;
const pageSize = 1000;

const runSchema = z.object({
  info: z.object({ run_id: z.string(), status: z.string(), artifact_uri: z.string() }),
  data: z
    .object({ tags: z.array(z.object({ key: z.string(), value: z.string() })).default([]) })
    .default({ tags: [] }),
});
const nothing = z.object({});

export interface MlflowRun {
  readonly runId: string;
  readonly artifactRoot: string;
  /** Everything of it is there. */
  readonly isComplete: boolean;
  /** When somebody last began to send it, epoch milliseconds. */
  readonly sendingAtMs: number;
}

/** Id of the experiment, which is made where it is missing. */
export async function experimentId(client: MlflowClient): Promise<string> {
  const { experiment: name } = client;
  const found = z.object({ experiment: z.object({ experiment_id: z.string() }) });
  const find = async (): Promise<string> =>
    (await client.call('GET', 'experiments/get-by-name', { experiment_name: name }, found)).experiment
      .experiment_id;
  try {
    return await find();
  } catch (error) {
    if (!hasErrorCode(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
  }
  try {
    return (
      await client.call('POST', 'experiments/create', { name }, z.object({ experiment_id: z.string() }))
    ).experiment_id;
  } catch (error) {
    // Somebody else was quicker.
    if (hasErrorCode(error, 'RESOURCE_ALREADY_EXISTS')) return find();
    throw error;
  }
}

/** Runs that were sent from here, by what they were made of. */
export async function sentRuns(
  client: MlflowClient,
  experiment: string,
): Promise<ReadonlyMap<string, MlflowRun>> {
  const runs = new Map<string, MlflowRun>();
  const page = z.object({ runs: z.array(runSchema).default([]), next_page_token: z.string().optional() });
  let token: string | undefined;
  do {
    const found = await client.call(
      'POST',
      'runs/search',
      {
        experiment_ids: [experiment],
        filter: `tags.\`${originTag}\` LIKE '%'`,
        max_results: pageSize,
        order_by: ['attributes.start_time DESC'],
        ...(token !== undefined && { page_token: token }),
      },
      page,
    );
    for (const run of found.runs) {
      const tags = new Map(run.data.tags.map(({ key, value }) => [key, value]));
      const origin = tags.get(originTag);
      if (origin !== undefined && !runs.get(origin)?.isComplete) runs.set(origin, runOf(run, tags));
    }
    token = found.next_page_token === '' ? undefined : found.next_page_token;
  } while (token !== undefined);
  return runs;
}

const runOf = ({ info }: z.output<typeof runSchema>, tags: ReadonlyMap<string, string>): MlflowRun => ({
  runId: info.run_id,
  artifactRoot: info.artifact_uri,
  isComplete: info.status !== 'RUNNING' && info.status !== 'SCHEDULED',
  sendingAtMs: Number(tags.get(sendingTag) ?? 0),
});

/** Whether another process is in the midst of sending it. */
export const isBeingSent = ({ isComplete, sendingAtMs }: MlflowRun, nowMs: number): boolean =>
  !isComplete && nowMs - sendingAtMs < sendingLimitMs;

export interface BegunRun {
  readonly experiment: string;
  readonly origin: string;
  readonly content: RunContent;
  /** One that was begun before and not ended. */
  readonly begun: MlflowRun | undefined;
  readonly nowMs: number;
}

/**
 * Begins a run, or goes on with one that was left in the middle: with its settings, losses and notes.
 * @returns undefined where another process has just begun the same one
 */
export async function beginRun(
  client: MlflowClient,
  { experiment, origin, content, begun, nowMs }: BegunRun,
): Promise<Pick<MlflowRun, 'runId' | 'artifactRoot'> | undefined> {
  const { name, startedAtMs, params, metrics, tags } = content;
  const sending = { key: sendingTag, value: String(nowMs) };
  let run: Pick<MlflowRun, 'runId' | 'artifactRoot'>;
  if (begun === undefined) {
    const { info } = (
      await client.call(
        'POST',
        'runs/create',
        {
          experiment_id: experiment,
          run_name: name,
          start_time: startedAtMs,
          tags: [sending, { key: originTag, value: origin }],
        },
        z.object({ run: runSchema }),
      )
    ).run;
    run = { runId: info.run_id, artifactRoot: info.artifact_uri };
    if (!(await isOnlyRun(client, { experiment, origin, runId: run.runId }))) {
      await client.call('POST', 'runs/delete', { run_id: run.runId }, nothing);
      return undefined;
    }
  } else run = begun;
  const log = (batch: object): Promise<unknown> =>
    client.call('POST', 'runs/log-batch', { run_id: run.runId, ...batch }, nothing);
  await log({ params: pairs(params), tags: [...pairs(tags), sending] });
  for (let from = 0; from < metrics.length; from += mostInBatch)
    await log({ metrics: metrics.slice(from, from + mostInBatch) });
  return run;
}

/** Looks for another run of the same origin, and time between two: the other process needs one answer of the server to give way. */
const looks = 10;
const betweenLooksMs = 300;

/**
 * Whether a run that was just created is the only one of what it was made of. MLflow creates none conditionally: so of two that
 * were created together the one with the greater id gives way, and the other waits until it is gone. One that does not go was
 * there first.
 */
async function isOnlyRun(
  client: MlflowClient,
  {
    experiment,
    origin,
    runId,
  }: { readonly experiment: string; readonly origin: string; readonly runId: string },
): Promise<boolean> {
  for (let look = 0; look < looks; look += 1) {
    const { runs } = await client.call(
      'POST',
      'runs/search',
      { experiment_ids: [experiment], filter: `tags.\`${originTag}\` = '${origin}'`, max_results: pageSize },
      z.object({ runs: z.array(runSchema).default([]) }),
    );
    const others = runs.map(({ info }) => info.run_id).filter((id) => id !== runId);
    if (others.length === 0) return true;
    if (others.some((id) => id < runId)) return false;
    await setTimeout(betweenLooksMs);
  }
  return false;
}

/** Says that everything of the run is there. */
export async function endRun(
  client: MlflowClient,
  runId: string,
  { status, endedAtMs }: Pick<RunContent, 'status' | 'endedAtMs'>,
): Promise<void> {
  await client.call('POST', 'runs/update', { run_id: runId, status, end_time: endedAtMs }, nothing);
}

const longestValue = 5000;

export const pairs = (entries: Readonly<Record<string, string>>): readonly { key: string; value: string }[] =>
  Object.entries(entries).map(([key, value]) => ({ key, value: value.slice(0, longestValue) }));

export const hasErrorCode = (error: unknown, code: string): boolean =>
  error instanceof MlflowError && error.context['errorCode'] === code;
