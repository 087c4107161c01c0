import {
  brokersVariable,
  commonVariables,
  databaseUrlVariable,
  integerVariable,
} from '@beatwatch/service-kit';
import { z } from 'zod';

export const scorerConfigSchema = z.object({
  ...commonVariables,
  KAFKA_BROKERS: brokersVariable,
  DATABASE_URL: databaseUrlVariable,
  /** Folders of models, separated by commas, one for each preprocessing; default those that come with Beatwatch. */
  SCORER_MODEL_DIRS: z.string().optional(),
  /** Threads of each model that share a batch, beside the one that reads and writes. */
  SCORER_THREADS: integerVariable(1, 64).default(1),
  /** `int8` scores about twice as many beats a second where the processor has VNNI; losses differ by some 0.3 %. */
  SCORER_PRECISION: z.enum(['float32', 'int8']).default('float32'),
  /** Beats of any patients that are scored together at the most. */
  SCORER_MAX_BATCH: integerVariable(1, 1024).default(32),
  /** How long a beat may wait for others to be scored with. */
  SCORER_MAX_WAIT_MS: integerVariable(0, 1000).default(20),
  SCORER_HEALTH_PORT: integerVariable(0, 65_535).default(9103),
  /** How often the state of changed patients is stored and the position committed. */
  SCORER_CHECKPOINT_MS: integerVariable(100, 60_000).default(2000),
  /** How long small batches of messages may gather. */
  SCORER_BATCH_MS: integerVariable(0, 1000).default(100),
});
