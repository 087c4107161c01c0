import { migrate } from '@beatwatch/timescale/migrate';
import { setRetention } from '@beatwatch/timescale/retention';
import type { Command } from 'commander';
import { readConfig, retentionOf } from '../config.ts';
import { databaseUrlOf } from '../stack/connect.ts';
import { createOutput } from '../terminal/output.ts';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database schema up to date (DATABASE_URL, else the running stack)')
    .option('--json', 'print the applied migrations as JSON')
    .action(async (options: { json?: boolean }) => {
      const output = createOutput(options.json ?? false);
      const config = readConfig();
      const connectionString = await databaseUrlOf(config);
      const { applied } = await migrate(connectionString);
      const retention = retentionOf(config);
      if (retention !== undefined) await setRetention(connectionString, retention);
      const text = applied.length === 0 ? 'the schema is up to date' : `applied: ${applied.join(', ')}`;
      output.result({ applied }, text);
    });
}
