import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import {
  brokersVariable,
  commonVariables,
  databaseUrlVariable,
  deliveryHoursVariable,
  integerVariable,
  parseConfig,
  secretVariable,
  wardQuietDaysVariable,
} from '@beatwatch/service-kit';
import { defaultRetention, type Retention } from '@beatwatch/timescale/retention';
import { z } from 'zod';

const cliConfigSchema = z.object({
  ...commonVariables,
  /** Brokers of a Kafka; default a local broker or the in-process adapter. */
  KAFKA_BROKERS: brokersVariable.optional(),
  /** A TimescaleDB server; default the embedded one. */
  DATABASE_URL: databaseUrlVariable.optional(),
  /** Days for which the waveform and the samples of beats are kept. */
  RETENTION_SIGNAL_DAYS: integerVariable(1, 36_500).optional(),
  /** Days for which beats, scores and gaps are kept. */
  RETENTION_BEAT_DAYS: integerVariable(8, 36_500).optional(),
  /** Days for which trends of minutes, resolved alarms and their strips are kept. */
  RETENTION_TREND_DAYS: integerVariable(8, 36_500).optional(),
  WARD_QUIET_DAYS: wardQuietDaysVariable,
  /** `required` or `demo`, as the dashboard has it. Default: `demo` with the demo's patients on this machine alone. */
  SIGN_IN: z.enum(['required', 'demo']).optional(),
  /** Who becomes the first administrator. */
  FIRST_ADMINISTRATOR: z.email('expected an e-mail address').default('administrator@localhost.localdomain'),
  /** The pages' address as browsers see it, for links. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'expected http://... or https://...' }).optional(),
  DASHBOARD_HOST: z.string().default('127.0.0.1'),
  /** Shared by dashboard and gateway; default one in the data folder. */
  BEATWATCH_SECRET: secretVariable.optional(),
  /** Receivers that are notified of alarms (docs/notifications.md); default none. */
  NOTIFIER_RECEIVERS_FILE: z.string().optional(),
  NOTIFIER_GIVE_UP_AFTER_H: deliveryHoursVariable,
  /** Where the embedded parts keep their data. */
  BEATWATCH_DATA_DIR: z.string().default('.beatwatch'),
  /** Size of a part's log, MB, from which it is moved to a former one. */
  LOG_FILE_MB: integerVariable(1, 1000).default(20),
  /** Logs kept of each part, the one that is written included. */
  LOG_FILES: integerVariable(2, 100).default(5),
  /** The one URL that people open. */
  DASHBOARD_PORT: integerVariable(1, 65_535).default(3000),
  GATEWAY_PORT: integerVariable(1, 65_535).default(3001),
  /** Where devices post packets over HTTP. */
  INGEST_HTTP_PORT: integerVariable(1, 65_535).default(3002),
  /** Where jobs of the trainer are listed and created over HTTP. */
  TRAINER_HTTP_PORT: integerVariable(1, 65_535).default(3004),
});

export type CliConfig = z.output<typeof cliConfigSchema> & { readonly dataDir: string };

/** Reads the environment, with a `.env` file of the current folder under it. */
export function readConfig(): CliConfig {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = parseConfig(cliConfigSchema, process.env);
  return { ...config, dataDir: resolve(config.BEATWATCH_DATA_DIR) };
}

/** For how long rows are kept; undefined where no variable says so, and the database's own policies stay as they are. */
export function retentionOf(config: CliConfig): Retention | undefined {
  const { RETENTION_SIGNAL_DAYS: signal, RETENTION_BEAT_DAYS: beat, RETENTION_TREND_DAYS: trend } = config;
  if (signal === undefined && beat === undefined && trend === undefined) return undefined;
  return {
    signalDays: signal ?? defaultRetention.signalDays,
    beatDays: beat ?? defaultRetention.beatDays,
    trendDays: trend ?? defaultRetention.trendDays,
  };
}
