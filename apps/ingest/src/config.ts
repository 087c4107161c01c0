import { rr140Zscore, rWindow88Microvolts } from '@beatwatch/contracts';
import {
  brokersVariable,
  commonVariables,
  databaseUrlVariable,
  integerVariable,
} from '@beatwatch/service-kit';
import { z } from 'zod';
import { httpVariables } from './http/config.ts';

export const ingestConfigSchema = z.object({
  ...commonVariables,
  ...httpVariables,
  KAFKA_BROKERS: brokersVariable,
  DATABASE_URL: databaseUrlVariable,
  /** Port of health, readiness and metrics; 0 takes any free port. */
  INGEST_HEALTH_PORT: integerVariable(0, 65_535).default(9102),
  /** How beats are cut; must match the scorer's model. */
  INGEST_PREPROCESSING: z.enum([rWindow88Microvolts, rr140Zscore]).default(rWindow88Microvolts),
  /** Folder of the signal quality model. Default: the shipped model. */
  INGEST_QUALITY_MODEL_DIR: z.string().min(1).optional(),
  /** Folder of the fibrillation model. Default: the shipped model. */
  INGEST_FIBRILLATION_MODEL_DIR: z.string().min(1).optional(),
  /**
   * Interval at which changed patients' state is stored and the position committed; up to four times that for the states of
   * many. Above 4000 the scorer takes ingest to be behind, and alarms for missing data come up to a minute late.
   */
  INGEST_CHECKPOINT_MS: integerVariable(100, 60_000).default(2000),
  /** Longest time to collect a batch. */
  INGEST_BATCH_MS: integerVariable(0, 1000).default(100),
});
