import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { firstLink } from '../../stack/sign-in.ts';
import { withDatabase } from '../../stack/with-database.ts';
import { createOutput } from '../../terminal/output.ts';
import { pageAddress } from './user-link.ts';

/** `beatwatch users first`. */
export function addUserFirst(users: Command): void {
  users
    .command('first')
    .description(
      'while nobody can sign in as administrator: add one (FIRST_ADMINISTRATOR) and print the link for the password',
    )
    .option('--json', 'print the result as JSON')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const { FIRST_ADMINISTRATOR: email } = readConfig();
      await withDatabase(async ({ repositories }) => {
        const path = await firstLink(repositories.users, email);
        const link = path === undefined ? undefined : (await pageAddress()) + path;
        createOutput(json).result(
          link === undefined ? {} : { email, link },
          link === undefined ? 'there is an administrator who can sign in' : `${email}: ${link}`,
        );
      });
    });
}
