import {
  commonVariables,
  databaseUrlVariable,
  integerVariable,
  numberVariable,
} from '@beatwatch/service-kit';
import { z } from 'zod';
import { jobKinds } from './jobs/job-kinds.ts';
import { mlflowVariables } from './mlflow/settings.ts';

export const trainerConfigSchema = z.object({
  ...commonVariables,
  DATABASE_URL: databaseUrlVariable,
  /** Where models, reports and what jobs have reached are kept. */
  TRAINER_DATA_DIR: z.string().default('.beatwatch'),
  /** Folder of the data sets, for comparisons on annotated recordings. Without it no challenger is recommended. */
  ECG_DATA_DIR: z.string().optional(),
  /** Least gain of a figure on some set with which a challenger is recommended. Default: that of the comparison. */
  TRAINER_PROMOTE_BETTER_BY: numberVariable(0, 1).optional(),
  /** Greatest loss of any figure with which it is. Default: that of the comparison. */
  TRAINER_PROMOTE_WORSE_BY: numberVariable(0, 1).optional(),
  /** Most false alarms an hour more that the reference recordings may leave open. Default: that of the comparison. */
  TRAINER_PROMOTE_FALSE_ALARMS_PER_HOUR: numberVariable(0, 1000).optional(),
  /** Share of the patients for whom something has to drift strongly for a retraining to begin by itself. Default: none does. */
  TRAINER_RETRAIN_ON_DRIFT: numberVariable(0, 1).optional(),
  /** At most one such retraining in this time, hours. */
  TRAINER_RETRAIN_ON_DRIFT_H: integerVariable(1, 8760).default(24),
  ...mlflowVariables,
  /** Kinds of jobs that it works on, with commas between them: `retrain`, `fine-tune`. Default: both. */
  TRAINER_KINDS: z
    .string()
    .transform((text) => text.split(',').map((kind) => kind.trim()))
    .pipe(z.array(z.enum(jobKinds)).min(1))
    .optional(),
  /** Time without a job after which it ends, seconds: for trainers that are started for a batch. Default: it waits for the next one. */
  TRAINER_END_WHEN_IDLE_S: numberVariable(1, 86_400).optional(),
  /** Jobs of each kind at a time, each in a process of its own. */
  TRAINER_CONCURRENCY: integerVariable(1, 64).default(1),
  /** Priority of the processes of jobs, 0 (as other processes) to 19 (the live path goes before). */
  TRAINER_NICE: integerVariable(0, 19).default(19),
  /** Memory of one job from which it is ended, MB. */
  TRAINER_MEMORY_MB: integerVariable(128, 1_048_576).default(1024),
  /** Time without a step after which a job's process is ended and the job tried again, seconds. */
  TRAINER_HUNG_AFTER_S: numberVariable(1, 86_400).default(300),
  /** Time without a word from a trainer after which another one takes its jobs, seconds. */
  TRAINER_STUCK_AFTER_S: numberVariable(1, 86_400).default(30),
  /** Address on which jobs are listed and created. Default: reachable from this machine only. */
  TRAINER_HTTP_HOST: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  TRAINER_HTTP_PORT: integerVariable(0, 65_535).default(3004),
  /** Token that has to be sent as `Authorization: Bearer …`. Without it anyone who reaches the port may start jobs. */
  TRAINER_HTTP_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
  TRAINER_HEALTH_PORT: integerVariable(0, 65_535).default(9105),
});
