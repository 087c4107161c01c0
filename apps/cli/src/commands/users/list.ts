import type { User } from '@beatwatch/timescale';
import type { Command } from 'commander';
import { withDatabase } from '../../stack/with-database.ts';
import { createOutput, table } from '../../terminal/output.ts';

interface JsonFlag {
  readonly json?: boolean;
}

export function addUserList(users: Command): void {
  users
    .command('list', { isDefault: true })
    .description('everybody who may sign in')
    .option('--json', 'print them as JSON')
    .action(async ({ json = false }: JsonFlag) => {
      await withDatabase(async ({ repositories }) => {
        const listed = await repositories.users.list();
        createOutput(json).result(
          listed,
          listed.length === 0 ? 'no users' : table([header, ...listed.map(rowOf)]),
        );
      });
    });
}

const header = ['e-mail', 'name', 'role', 'wards', 'state'];

function rowOf({ email, name, role, wards, isDisabled, hasCredential }: User): string[] {
  const state = isDisabled ? 'disabled' : hasCredential ? '' : 'has not signed in yet';
  return [email, name, role, wards === undefined ? 'all' : wards.join(', '), state];
}
