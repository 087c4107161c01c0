import type { ValueUnit } from '@beatwatch/image-files';
import type { Forwarding } from '../dicomweb/forward.ts';
import type { Settings } from '../denoise/settings.ts';
import type { ApiProblem } from '../problems/problem.ts';
import type { Blob } from '../storage/encrypted-store.ts';
import type { JobSource } from './source.ts';

/** Progress of one file of a job. */
export type FileProgress =
  | { readonly state: 'waiting' | 'running' }
  | {
      readonly state: 'done';
      readonly result: Blob;
      readonly mediaType: string;
      readonly noiseSd: number;
      readonly unit: ValueUnit;
      /** Present where results are forwarded to another DICOMweb server. */
      readonly forwarding?: Forwarding;
    }
  | { readonly state: 'failed'; readonly problem: ApiProblem };

export type JobState = 'waiting' | 'running' | 'done' | 'failed';

export interface JobFile {
  readonly source: JobSource;
  progress: FileProgress;
}

/** Files that are denoised one after the other. */
export class Job {
  readonly id: string;
  /** Id of the key that created it; other keys do not see it. */
  readonly owner: string;
  readonly settings: Settings;
  readonly files: readonly JobFile[];
  readonly createdAt: Date;
  readonly #listeners = new Set<() => void>();
  readonly #controller = new AbortController();
  finishedAt: Date | undefined;
  expiresAt: Date | undefined;

  constructor(options: {
    readonly id: string;
    readonly owner: string;
    readonly settings: Settings;
    readonly sources: readonly JobSource[];
    readonly createdAt: Date;
  }) {
    this.id = options.id;
    this.owner = options.owner;
    this.settings = options.settings;
    this.createdAt = options.createdAt;
    this.files = options.sources.map((source) => ({ source, progress: { state: 'waiting' } }));
  }

  /** Aborts when the job is cancelled. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get cancelled(): boolean {
    return this.#controller.signal.aborted;
  }

  /** A finished job is `done` if at least one file is, else `failed`. */
  get state(): JobState {
    if (this.finishedAt !== undefined) return this.count('done') > 0 ? 'done' : 'failed';
    return this.files.some(({ progress }) => progress.state !== 'waiting') ? 'running' : 'waiting';
  }

  count(state: FileProgress['state']): number {
    return this.files.filter(({ progress }) => progress.state === state).length;
  }

  /**
   * Calls `listener` after each change.
   * @returns a function that removes the listener
   */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  cancel(): void {
    this.#controller.abort(new Error('job cancelled'));
    this.changed();
  }
}
