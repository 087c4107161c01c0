import type { PromotionRule } from '@beatwatch/retraining';
import type { Repositories } from '@beatwatch/timescale';
import type { RetrainData, RetrainProgress } from '../jobs/retrain-job.ts';

export interface RetrainJob {
  readonly id: string;
  readonly createdAtMs: number;
  readonly data: RetrainData;
}

export interface RetrainContext {
  readonly repositories: Repositories;
  /** Where the job's files, models and reports are. */
  readonly dataDir: string;
  /** Folder of the data sets with annotated recordings; undefined where nobody has named one. */
  readonly referenceDir: string | undefined;
  /** When a challenger is recommended, where that is not the default. */
  readonly rule: Partial<PromotionRule>;
  readonly report: (progress: RetrainProgress) => void;
  /** Called after each step of the training: the job goes on. */
  readonly onStep: () => void;
  readonly nowMs: () => number;
  /** Most memory that the process has had, bytes. */
  readonly peakMemoryBytes: () => number;
}

/** Shares of a job: first beats are selected, in the end the models are compared. */
export const trainingFrom = 0.1;
export const trainingTo = 0.8;
