import { z } from 'zod';
import { forwardingSchema } from '../dicomweb/forward.ts';
import { problemSchema } from '../problems/schema.ts';
import type { Job, JobFile } from './job.ts';

const fileSchema = z.object({
  name: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  noiseSd: z.number().optional().describe('Standard deviation of the noise, the median of all planes'),
  noiseUnit: z.enum(['hounsfield', 'grey']).optional(),
  mediaType: z.string().optional(),
  bytes: z.int().optional(),
  forwarding: forwardingSchema.optional(),
  problem: problemSchema.optional().describe('Why this file could not be denoised'),
});

const progressSchema = z.object({
  state: z.enum(['waiting', 'running', 'done', 'failed']).describe('`failed`: no file could be denoised'),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
});

export const jobSchema = progressSchema.extend({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  expiresAt: z.iso.datetime().optional().describe('When the job and its results are removed'),
  strength: z.number(),
  files: z.array(fileSchema),
});

/** A server-sent event. */
export const eventSchema = z.object({
  event: z.enum(['progress', 'end']),
  data: z.string().describe('state, total, done and failed as JSON'),
});

/** Counts of files by state. */
export const progressOf = (job: Job): z.output<typeof progressSchema> => ({
  state: job.state,
  total: job.files.length,
  done: job.count('done'),
  failed: job.count('failed'),
});

/** A job as JSON. */
export const viewOf = (job: Job): z.output<typeof jobSchema> => ({
  ...progressOf(job),
  id: job.id,
  createdAt: job.createdAt.toISOString(),
  ...(job.finishedAt && { finishedAt: job.finishedAt.toISOString() }),
  ...(job.expiresAt && { expiresAt: job.expiresAt.toISOString() }),
  strength: job.settings.strength ?? 1,
  files: job.files.map(viewOfFile),
});

function viewOfFile({ source: { name }, progress }: JobFile): z.output<typeof fileSchema> {
  switch (progress.state) {
    case 'waiting':
    case 'running':
      return { name, state: progress.state };
    case 'failed':
      return { name, state: 'failed', problem: progress.problem };
    case 'done':
      return {
        name,
        state: 'done',
        noiseSd: progress.noiseSd,
        noiseUnit: progress.unit,
        mediaType: progress.mediaType,
        bytes: progress.result.byteLength,
        ...(progress.forwarding && { forwarding: progress.forwarding.view() }),
      };
  }
}
