import { readFile } from 'node:fs/promises';
import type { Job } from '@beatwatch/job-queue';
import { describeError } from '@beatwatch/service-kit';
import { retrainResultSchema } from '../jobs/retrain-job.ts';
import type { MlflowClient } from './client.ts';
import { concernsServer } from './errors.ts';
import { readRegistry, sendModel, setAlias, type MlflowRegistry } from './registry.ts';
import { entriesOf, runOfJob, type RunContent } from './run-of-job.ts';
import { beginRun, endRun, experimentId, isBeingSent, sentRuns, type MlflowRun } from './runs.ts';
import type { Roles, SourceModel, Sources } from './sources.ts';

/** What was sent; the rest was there. */
export interface Published {
  readonly runs: readonly string[];
  readonly models: readonly string[];
  readonly aliases: readonly string[];
  /** What could not be sent, and why. */
  readonly problems: readonly string[];
  /** Whether something is still missing that another process is sending, or a problem has kept back. */
  readonly isComplete: boolean;
}

interface Parts {
  readonly client: MlflowClient;
  readonly experiment: string;
  readonly runs: ReadonlyMap<string, MlflowRun>;
  readonly registry: MlflowRegistry;
  readonly nowMs: number;
  readonly problems: string[];
}

/**
 * Sends what an MLflow server lacks: jobs that have ended as runs, models with their ONNX export as versions of a registered model,
 * and who is champion and challenger as its aliases. It asks the server what is there, so it may be done at any time and
 * again after whatever went wrong.
 * @throws MlflowError where the server cannot be reached or refuses everything
 */
export async function publish(client: MlflowClient, sources: Sources, nowMs: number): Promise<Published> {
  const experiment = await experimentId(client);
  const runs = await sentRuns(client, experiment);
  const registry = await readRegistry(client);
  const problems: string[] = [];
  const parts = { client, experiment, runs, registry, nowMs, problems };
  const done = { runs: [] as string[], models: [] as string[], aliases: [] as string[] };
  const kept = new Set<string>();
  /** One that fails alone keeps back no other. */
  const each = async (what: string, send: () => Promise<boolean>, sent: string[]): Promise<void> => {
    try {
      if (await send()) sent.push(what);
      else kept.add(what);
    } catch (error) {
      if (concernsServer(error)) throw error;
      problems.push(`${what}: ${describeError(error)}`);
      kept.add(what);
    }
  };
  for (const job of sources.jobs.toReversed()) {
    const origin = `job ${job.id}`;
    if (runs.get(origin)?.isComplete) continue;
    await each(origin, () => sendJob(parts, job, sources.models), done.runs);
  }
  for (const model of sources.models) {
    const { version, jobId } = model;
    // It comes with its job.
    if (registry.numbers.has(version) || kept.has(`job ${jobId ?? ''}`)) continue;
    await each(`model ${version}`, () => sendModelAlone(parts, model), done.models);
  }
  done.aliases.push(...(await sendRoles(parts, sources.roles)));
  const isWaiting =
    sources.models.some(({ version }) => kept.has(`model ${version}`)) ||
    sources.jobs.some(
      (job) => kept.has(`job ${job.id}`) && (job.state === 'completed' || job.state === 'failed'),
    );
  return { ...done, problems, isComplete: problems.length === 0 && !isWaiting };
}

/** @returns false where it has not ended, or another process is sending it */
async function sendJob(parts: Parts, job: Job, models: readonly SourceModel[]): Promise<boolean> {
  const content = runOfJob(job);
  const result = retrainResultSchema.safeParse(job.result).data;
  const model = models.find(({ version }) => version === result?.version);
  return (
    content !== undefined && sendRun(parts, `job ${job.id}`, content, { model, report: result?.reportFile })
  );
}

/** A model whose job nobody knows any more, and the shipped one. */
const sendModelAlone = (parts: Parts, model: SourceModel): Promise<boolean> =>
  sendRun(parts, `model ${model.version}`, runOfModel(model, parts.nowMs), { model });

interface Attached {
  readonly model: SourceModel | undefined;
  readonly report?: string | undefined;
}

async function sendRun(
  { client, experiment, runs, registry, nowMs, problems }: Parts,
  origin: string,
  content: RunContent,
  { model, report }: Attached,
): Promise<boolean> {
  const begun = runs.get(origin);
  if (begun !== undefined && isBeingSent(begun, nowMs)) return false;
  const run = await beginRun(client, { experiment, origin, content, begun, nowMs });
  if (run === undefined) return false;
  const { runId, artifactRoot } = run;
  const html = report && (await readFile(report).catch(() => undefined));
  if (html) await client.upload(artifactRoot, 'report.html', html);
  else if (report !== undefined) problems.push(`${origin}: its report is gone: ${report}`);
  if (model !== undefined && !registry.numbers.has(model.version)) {
    const { version, folder } = model;
    const params = content.params;
    registry.numbers.set(version, await sendModel(client, { version, folder, experiment, runId, params }));
  }
  await endRun(client, runId, content);
  return true;
}

function runOfModel({ version, manifest }: SourceModel, nowMs: number): RunContent {
  const { training, metrics, preprocessing } = manifest;
  return {
    name: version,
    startedAtMs: nowMs,
    endedAtMs: nowMs,
    status: 'FINISHED',
    params: entriesOf({ preprocessing, ...training, records: training?.records?.length }),
    metrics: Object.entries(metrics)
      .filter(([, value]) => Number.isFinite(value))
      .map(([key, value]) => ({ key, value, step: 0, timestamp: nowMs })),
    tags: { 'beatwatch.version': version },
  };
}

/** @returns the aliases that were changed */
async function sendRoles(
  { client, registry: { numbers, aliases } }: Parts,
  roles: Roles,
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const [alias, version] of Object.entries(roles)) {
    const number = version === undefined ? undefined : numbers.get(version);
    // Not there yet: it keeps whom it has.
    if (aliases[alias] === number || (version !== undefined && number === undefined)) continue;
    await setAlias(client, alias, number);
    changed.push(alias);
  }
  return changed;
}
