import { randomUUID } from 'node:crypto';
import { describeError, type Logger } from '@beatwatch/service-kit';
import type { Denoising } from '../denoise/denoising.ts';
import { roundedMedian } from '../denoise/noise-headers.ts';
import type { Settings } from '../denoise/settings.ts';
import type { Forwarder } from '../dicomweb/forward.ts';
import { ApiError } from '../errors.ts';
import { problemOf } from '../problems/problem.ts';
import type { EncryptedStore } from '../storage/encrypted-store.ts';
import { Job, type FileProgress, type JobFile } from './job.ts';
import type { JobSource } from './source.ts';

export interface JobStoreOptions {
  readonly denoising: Denoising;
  readonly encryptedStore: EncryptedStore;
  readonly forwarder: Forwarder | undefined;
  readonly logger: Logger;
  /** How long a finished job is kept. */
  readonly resultTtlMs: number;
  readonly now: () => Date;
}

export interface NewJob {
  readonly owner: string;
  readonly settings: Settings;
  readonly sources: readonly JobSource[];
  /** Called once the job is finished or cancelled. */
  readonly onEnd: () => void;
}

/** Runs jobs and keeps them with their results until they expire. */
export class JobStore {
  readonly #options: JobStoreOptions;
  readonly #jobs = new Map<string, Job>();
  readonly #running = new Map<Job, Promise<void>>();
  readonly #timers = new Map<Job, NodeJS.Timeout>();

  constructor(options: JobStoreOptions) {
    this.#options = options;
  }

  /** Creates a job and starts it. */
  start({ owner, settings, sources, onEnd }: NewJob): Job {
    const job = new Job({ id: randomUUID(), owner, settings, sources, createdAt: this.#options.now() });
    this.#jobs.set(job.id, job);
    const run = this.#run(job).finally(() => {
      this.#running.delete(job);
      onEnd();
    });
    this.#running.set(job, run);
    return job;
  }

  /** @throws ApiError (`not-found`) for an unknown job or that of another key */
  find(id: string, owner: string): Job {
    const job = this.#jobs.get(id);
    if (job?.owner === owner) return job;
    throw new ApiError('not-found', 'Unknown job; finished jobs are removed after a while.');
  }

  /** Cancels an unfinished job, and removes it with its results. */
  async remove(job: Job): Promise<void> {
    this.#jobs.delete(job.id);
    clearTimeout(this.#timers.get(job));
    this.#timers.delete(job);
    job.cancel();
    await this.#running.get(job);
    for (const { progress } of job.files) {
      if (progress.state !== 'done') continue;
      progress.forwarding?.stop();
      await progress.result.remove();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#jobs.values()].map((job) => this.remove(job)));
  }

  async #run(job: Job): Promise<void> {
    for (const file of job.files) {
      if (!job.cancelled) {
        file.progress = { state: 'running' };
        job.changed();
        file.progress = await this.#denoise(job, file);
      }
      await file.source.release().catch((error: unknown) => {
        this.#options.logger.error({ error: describeError(error) }, 'removing a file of a job failed');
      });
      job.changed();
    }
    const { now, resultTtlMs } = this.#options;
    job.finishedAt = now();
    job.expiresAt = new Date(job.finishedAt.getTime() + resultTtlMs);
    job.changed();
    if (!job.cancelled) this.#timers.set(job, setTimeout(() => void this.remove(job), resultTtlMs).unref());
  }

  async #denoise(job: Job, { source }: JobFile): Promise<FileProgress> {
    const { denoising, encryptedStore, forwarder, logger } = this.#options;
    try {
      const { name } = source;
      const made = await denoising.file({
        bytes: await source.bytes(),
        name,
        settings: job.settings,
        signal: job.signal,
        way: 'job',
        alwaysAdmitted: true,
      });
      const result = await encryptedStore.put([made.bytes]);
      return {
        state: 'done',
        result,
        mediaType: made.mediaType,
        noiseSd: roundedMedian(made.noiseSds),
        unit: made.unit,
        ...(made.source !== undefined && forwarder && { forwarding: forwarder.submit(result) }),
      };
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'internal' && !job.cancelled)
        logger.error({ error: describeError(error) }, 'denoising a file of a job failed');
      return { state: 'failed', problem };
    }
  }
}
