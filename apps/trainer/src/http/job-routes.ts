import { BeatwatchError } from '@beatwatch/contracts';
import type { Job, JobQueue } from '@beatwatch/job-queue';
import { HttpError } from '@beatwatch/service-kit/http';
import type { FastifyInstance } from 'fastify';
import { retrainDataOf, retrainKind } from '../jobs/retrain-job.ts';
import { followJob } from './follow-job.ts';
import { shownJob } from './shown-job.ts';

export interface JobRouteOptions {
  readonly queue: JobQueue;
  readonly progressMs: number;
  /** Ends what follows jobs. */
  readonly stopping: AbortSignal;
}

interface ById {
  Params: { id: string };
}

const mostListed = 200;

/**
 * `GET /v1/jobs?limit=`: the newest first. `POST /v1/jobs` with `{ kind, data }`: 201 and the job. `GET /v1/jobs/ID`, and
 * `DELETE` to cancel it: 202, or 409 where it has ended. `GET /v1/jobs/ID/events`: server-sent events `job`, one for each change.
 */
export function addJobRoutes(app: FastifyInstance, { queue, progressMs, stopping }: JobRouteOptions): void {
  app.get<{ Querystring: { limit?: string } }>('/v1/jobs', async ({ query }) => ({
    jobs: (await queue.list({ limit: limitOf(query.limit) })).map(shownJob),
  }));

  app.post<{ Body: unknown }>('/v1/jobs', async ({ body }, reply) => {
    const id = await queue.enqueue(retrainKind, requested(body));
    const job = await found(queue, id);
    return reply.code(201).header('location', `/v1/jobs/${id}`).send(shownJob(job));
  });

  app.get<ById>('/v1/jobs/:id', async ({ params }) => shownJob(await found(queue, params.id)));

  app.delete<ById>('/v1/jobs/:id', async ({ params }, reply) => {
    const { state } = await found(queue, params.id);
    if (!(await queue.cancel(params.id)))
      throw new HttpError(409, { field: 'state', found: state, expected: 'a job that has not ended' });
    return reply.code(202).send(shownJob(await found(queue, params.id)));
  });

  app.get<ById>('/v1/jobs/:id/events', async ({ params, raw: request }, reply) => {
    const job = await found(queue, params.id);
    reply.hijack();
    await followJob({ queue, job, everyMs: progressMs, stopping, request, response: reply.raw });
  });
}

async function found(queue: JobQueue, id: string): Promise<Job> {
  const job = await queue.find(id);
  if (job === undefined) throw new HttpError(404, `No job has the id ${id.slice(0, 40)}.`);
  return job;
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return 50;
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= mostListed) return limit;
  throw new HttpError(400, {
    field: 'limit',
    found: text.slice(0, 40),
    expected: `a whole number from 1 to ${mostListed}`,
  });
}

function requested(body: unknown): object {
  const { kind, data = {} } =
    typeof body === 'object' && body !== null ? (body as { kind?: unknown; data?: unknown }) : {};
  if (kind !== retrainKind)
    throw new HttpError(400, {
      field: 'kind',
      found: typeof kind === 'string' ? kind.slice(0, 40) : undefined,
      expected: retrainKind,
    });
  try {
    return retrainDataOf(data);
  } catch (error) {
    if (error instanceof BeatwatchError) throw new HttpError(400, error.refusal ?? error.message);
    throw error;
  }
}
