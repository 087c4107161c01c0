import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import Negotiator from 'negotiator';
import { z } from 'zod';
import { settingsOf, settingsParameters } from '../denoise/settings.ts';
import { fileTypes } from '../denoise/forms.ts';
import { ApiError } from '../errors.ts';
import { ownerOf } from '../keys/authorise.ts';
import type { ApiLimits } from '../limits/limits.ts';
import { orAborted, requestSignal } from '../limits/request-signal.ts';
import type { Semaphore } from '../limits/semaphore.ts';
import { binarySchema, type Operation } from '../openapi/operation.ts';
import type { EncryptedStore } from '../storage/encrypted-store.ts';
import { eventsOf } from './events.ts';
import { receiveFiles } from './incoming.ts';
import type { JobStore } from './job-store.ts';
import { eventSchema, jobSchema, viewOf } from './job-view.ts';
import type { Job } from './job.ts';
import { resultArchive } from './result-archive.ts';

export interface JobRouteOptions {
  readonly jobs: JobStore;
  readonly jobSemaphore: Semaphore;
  readonly encryptedStore: EncryptedStore;
  readonly limits: ApiLimits;
  /** Aborts when the server stops, which ends the events. */
  readonly closing: AbortSignal;
}

const paramsSchema = z.object({ id: z.string().max(100).meta({ description: 'The id of the job' }) });
const querySchema = z.strictObject(settingsParameters);
const scope = 'jobs';
const tags = ['jobs'];
const jobResponse = (description: string): Operation['responses'][number] => ({
  description,
  content: { 'application/json': jobSchema },
});

/** `/v1/jobs`: many files at once, with progress. */
export function addJobRoutes(app: FastifyInstance, options: JobRouteOptions): void {
  const { jobs, jobSemaphore, encryptedStore, limits, closing } = options;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const describe = (operation: Omit<Operation, 'tags'>): { scope: 'jobs'; operation: Operation } => ({
    scope,
    operation: { ...operation, tags },
  });

  typed.post(
    '/v1/jobs',
    {
      schema: { querystring: querySchema },
      config: describe({
        operationId: 'createJob',
        summary: 'Creates a job that denoises many files',
        description:
          'A zip archive, or a form with any number of files; archives in a form are unpacked too. The images of one ' +
          'DICOM series become one new series. A broken file is reported and does not stop the others.',
        body: {
          'application/zip': binarySchema,
          'multipart/form-data': {
            type: 'object',
            properties: { files: { type: 'array', items: binarySchema, minItems: 1 } },
            required: ['files'],
          },
        },
        responses: {
          202: {
            ...jobResponse('The job was created'),
            headers: { Location: { description: 'Address of the job', schema: { type: 'string' } } },
          },
        },
        problems: [
          'upload-too-slow',
          'too-large',
          'archive-too-large',
          'broken-archive',
          'unsupported-media-type',
          'busy',
          'storage-full',
        ],
      }),
    },
    async (request, reply) => {
      const release = jobSemaphore.acquire();
      try {
        const signal = requestSignal(reply, limits.bulkRequestMs, () => true);
        const receiving = receiveFiles(request, { encryptedStore, limits, signal });
        const sources = await orAborted(receiving, signal).catch(async (error: unknown) => {
          // Files that arrive after the time limit are removed.
          await receiving.then(
            (late) => Promise.all(late.map((source) => source.release())),
            () => undefined,
          );
          throw error;
        });
        const job = jobs.start({
          owner: ownerOf(request),
          settings: settingsOf(request.query),
          sources,
          onEnd: release,
        });
        return await reply.code(202).header('location', `/v1/jobs/${job.id}`).send(viewOf(job));
      } catch (error) {
        release();
        throw error;
      }
    },
  );

  typed.get(
    '/v1/jobs/:id',
    {
      schema: { params: paramsSchema },
      config: describe({
        operationId: 'getJob',
        summary: 'Progress of a job, file by file',
        responses: { 200: jobResponse('The job') },
        problems: ['not-found'],
      }),
    },
    (request, reply) => reply.send(viewOf(jobs.find(request.params.id, ownerOf(request)))),
  );

  typed.get(
    '/v1/jobs/:id/events',
    {
      schema: { params: paramsSchema },
      config: describe({
        operationId: 'watchJob',
        summary: 'Progress of a job as server-sent events',
        description:
          'Events `progress` and, as the last, `end`, each with state, total, done and failed as JSON.',
        responses: {
          200: { description: 'Events until the job ends', content: { 'text/event-stream': eventSchema } },
        },
        problems: ['not-found'],
      }),
    },
    (request, reply) => {
      const job = jobs.find(request.params.id, ownerOf(request));
      return reply
        .headers({ 'cache-control': 'no-cache', 'x-accel-buffering': 'no' })
        .type('text/event-stream')
        .send(eventsOf(job, closing));
    },
  );

  typed.get(
    '/v1/jobs/:id/result',
    {
      schema: { params: paramsSchema },
      config: describe({
        operationId: 'getJobResult',
        summary: 'Results of a job',
        description:
          'A zip archive with the names of the sources; for a job of one file the file itself, unless `Accept` ' +
          'prefers `application/zip`.',
        responses: {
          200: {
            description: 'The results',
            content: {
              'application/zip': 'binary',
              ...Object.fromEntries(fileTypes.map((type) => [type, 'binary' as const])),
            },
          },
        },
        problems: ['not-found', 'not-acceptable', 'not-finished', 'nothing-denoised'],
      }),
    },
    (request, reply) => {
      const job = jobs.find(request.params.id, ownerOf(request));
      requireResult(job);
      const [only, second] = job.files;
      const single = second === undefined && only?.progress.state === 'done' ? only.progress : undefined;
      const offered = [...(single === undefined ? [] : [single.mediaType]), 'application/zip'];
      const chosen = new Negotiator(request).mediaType(offered);
      if (chosen === undefined)
        throw new ApiError('not-acceptable', `Accept: expected one of ${offered.join(', ')}`);
      if (single !== undefined && chosen !== 'application/zip') {
        void reply.header('content-length', String(single.result.byteLength));
        return reply.type(single.mediaType).send(single.result.stream());
      }
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${job.id}.zip"`)
        .send(resultArchive(job));
    },
  );

  typed.delete(
    '/v1/jobs/:id',
    {
      schema: { params: paramsSchema },
      config: describe({
        operationId: 'removeJob',
        summary: 'Cancels an unfinished job, and removes it with its results',
        responses: { 204: { description: 'The job was removed' } },
        problems: ['not-found'],
      }),
    },
    async (request, reply) => {
      await jobs.remove(jobs.find(request.params.id, ownerOf(request)));
      return reply.code(204).send();
    },
  );
}

/** @throws ApiError (`not-finished`, `nothing-denoised`) */
function requireResult(job: Job): void {
  if (job.finishedAt === undefined)
    throw new ApiError('not-finished', `${job.count('done')} of ${job.files.length} files are done.`);
  if (job.state === 'failed')
    throw new ApiError('nothing-denoised', 'No file could be denoised; the job has the reason for each.');
}
