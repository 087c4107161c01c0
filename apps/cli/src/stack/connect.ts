import { createKafkaStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import type { CliConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import { readStack } from './stack-file.ts';

/** Connection string from `DATABASE_URL`, else of the running stack. @throws CliError (`no-stack`) without either */
export async function databaseUrlOf(config: CliConfig): Promise<string> {
  const url = config.DATABASE_URL ?? (await readStack(config.dataDir))?.databaseUrl;
  if (url !== undefined) return url;
  throw new CliError(
    `no database: DATABASE_URL is not set and no stack runs on ${config.dataDir}; start one with "npm start"`,
    { code: 'no-stack' },
  );
}

/** Brokers from `KAFKA_BROKERS`, else of the running stack. @throws CliError (`no-stack`) without either */
async function brokersOf(config: CliConfig): Promise<string[]> {
  if (config.KAFKA_BROKERS !== undefined) return config.KAFKA_BROKERS;
  const stack = await readStack(config.dataDir);
  if (stack?.brokers !== undefined) return stack.brokers;
  const why =
    stack === undefined
      ? `no stack runs on ${config.dataDir}; start one with "npm start"`
      : 'the running stack uses the in-process adapter, which this command cannot reach; "beatwatch doctor" says how to get a local broker';
  throw new CliError(`no broker: KAFKA_BROKERS is not set and ${why}`, { code: 'no-stack' });
}

export interface Connection {
  readonly stream: MessageStream;
  readonly database: Database;
  close(): Promise<void>;
}

/** Opens the running stack's stream and database. */
export async function connect(config: CliConfig, clientId: string): Promise<Connection> {
  const [brokers, connectionString] = [await brokersOf(config), await databaseUrlOf(config)];
  const stream = await createKafkaStream({ brokers, clientId });
  const database = openDatabase({ connectionString, applicationName: clientId });
  return {
    stream,
    database,
    close: async () => {
      await Promise.all([stream.stop(), database.close()]);
    },
  };
}
