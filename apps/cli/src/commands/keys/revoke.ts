import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { CliError } from '../../errors.ts';
import { withDatabase } from '../../stack/with-database.ts';
import { createOutput } from '../../terminal/output.ts';

export function addKeyRevoke(keys: Command): void {
  keys
    .command('revoke')
    .description('refuse a key from now on; servers that run notice within seconds')
    .argument('<id>', 'id from "list"')
    .option('--json', 'print the result as JSON')
    .action(async (id: string, { json = false }: { readonly json?: boolean }) => {
      await withDatabase(async ({ repositories }) => {
        if (!(await repositories.machineKeys.revoke(id, userInfo().username))) {
          throw new CliError(`there is no key ${id} that holds; "beatwatch keys" lists them`, {
            code: 'usage',
          });
        }
        await repositories.audit.write({ action: 'revoke-key', subject: `${id}, by the command line` });
        createOutput(json).result({ id }, `Key ${id} is revoked.`);
      });
    });
}
