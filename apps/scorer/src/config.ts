import {
  brokersVariable,
  commonVariables,
  databaseUrlVariable,
  integerVariable,
} from '@beatwatch/service-kit';
import { z } from 'zod';
import { engineVariable } from './engines/open-engine.ts';

export const scorerConfigSchema = z.object({
  ...commonVariables,
  KAFKA_BROKERS: brokersVariable,
  DATABASE_URL: databaseUrlVariable,
  /** Folders of models, comma-separated, one for each preprocessing. Default: the shipped models. */
  SCORER_MODEL_DIRS: z.string().optional(),
  /** Folder of the trees that tell classes of a wearable model's beats. Default: the shipped ones. */
  SCORER_BEATS_MODEL_DIR: z.string().optional(),
  /** Folder with a folder for each trained model, by its version. Default: patients are assigned none. */
  SCORER_REGISTRY_DIR: z.string().optional(),
  /**
   * `challenger` or the version of a model in `SCORER_REGISTRY_DIR`: judges in the shadow, beside the scorers that raise alarms, and
   * stores apart what that model makes of the signal. Default: this scorer judges.
   */
  SCORER_SHADOW: z.string().min(1).max(64).optional(),
  SCORER_ENGINE: engineVariable,
  /** Threads of the engine `onnx` for each model that share a batch, besides the one that reads and writes. */
  SCORER_THREADS: integerVariable(1, 64).default(1),
  /**
   * `int8`, of the engine `onnx`, encodes about twice as many beats a second on a processor with VNNI; reconstruction losses differ by some
   * 0.3 %. `float16` is of the engine `webgpu`, on a GPU that computes in it.
   */
  SCORER_PRECISION: z.enum(['float32', 'int8', 'float16']).default('float32'),
  /** Most beats that are encoded together, of any patients. Default: 32 with the engine `onnx`, 256 with another. */
  SCORER_MAX_BATCH: integerVariable(1, 16_384).optional(),
  /** Longest time that a beat waits for others. */
  SCORER_MAX_WAIT_MS: integerVariable(0, 1000).default(20),
  /** Hours without data after which a patient counts as gone, and open alarms end. */
  SCORER_GONE_AFTER_HOURS: integerVariable(1, 8760).default(24),
  /** Seconds that nobody takes an alarm of high priority after which it is escalated. */
  SCORER_ESCALATE_HIGH_S: integerVariable(10, 3600).default(60),
  /** The same for medium priority. */
  SCORER_ESCALATE_MEDIUM_S: integerVariable(10, 3600).default(180),
  SCORER_HEALTH_PORT: integerVariable(0, 65_535).default(9103),
  /** Interval at which the state of changed patients is stored and the position committed; up to four times that for many. */
  SCORER_CHECKPOINT_MS: integerVariable(100, 60_000).default(2000),
  /** Time over which small batches of messages are gathered. */
  SCORER_BATCH_MS: integerVariable(0, 1000).default(100),
});
