import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spawnEmbeddedTimescale } from '@beatwatch/timescale/embedded';
import type { CliConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import { readStack } from '../stack/stack-file.ts';

/** The database that is backed up. */
export interface BackupSource {
  readonly connectionString: string;
  readonly description: string;
  /** The embedded server: an open transaction would hold up the running stack. */
  readonly isEmbedded: boolean;
  /** Stops what was started for the back-up. */
  close(): Promise<void>;
}

/**
 * `DATABASE_URL` if set, else the embedded server of the running stack, else that of the data folder, started for as long as
 * the back-up lasts.
 * @throws CliError (`no-stack`) where there is no database
 */
export async function openSource(
  config: CliConfig,
  onProgress: (text: string) => void,
): Promise<BackupSource> {
  const close = (): Promise<void> => Promise.resolve();
  if (config.DATABASE_URL !== undefined) {
    const connectionString = config.DATABASE_URL;
    return { connectionString, description: 'the database of DATABASE_URL', isEmbedded: false, close };
  }
  const stack = await readStack(config.dataDir);
  if (stack !== undefined) {
    const description = `the running stack on ${config.dataDir}`;
    return { connectionString: stack.databaseUrl, description, isEmbedded: true, close };
  }
  const folder = join(config.dataDir, 'db');
  if (!existsSync(join(folder, 'pgdata'))) {
    throw new CliError(
      `no database: DATABASE_URL is not set and ${folder} does not exist; set BEATWATCH_DATA_DIR to the folder of the stack`,
      { code: 'no-stack' },
    );
  }
  const server = await spawnEmbeddedTimescale({ dataDir: folder, log: onProgress });
  return {
    connectionString: server.connectionString,
    description: folder,
    isEmbedded: true,
    close: () => server.stop(),
  };
}
