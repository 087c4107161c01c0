import { randomBytes } from 'node:crypto';
import type { Role } from '@beatwatch/service-kit/session';
import type { Command } from 'commander';
import { CliError } from '../../errors.ts';
import { withDatabase } from '../../stack/with-database.ts';
import { createOutput } from '../../terminal/output.ts';
import { emailArgument, nameArgument, roleOption, wardsArgument } from './user-options.ts';
import { userLink } from './user-link.ts';

interface AddFlags {
  readonly name?: string;
  readonly role: Role;
  readonly wards: readonly string[] | 'all';
  readonly json?: boolean;
}

export function addUserAdd(users: Command): void {
  users
    .command('add')
    .description('add a user, and print the link by which he sets a password')
    .argument('<e-mail>', 'what he signs in with', emailArgument)
    .option('--name <name>', 'shown with what he does (default: of the e-mail address)', nameArgument)
    .addOption(roleOption('what he may do').default('viewer'))
    .option('--wards <list>', 'whose patients he may see, separated by commas', wardsArgument, 'all')
    .option('--json', 'print the result as JSON')
    .action(async (email: string, { name, role, wards, json = false }: AddFlags) => {
      await withDatabase(async ({ repositories }) => {
        const userId = randomBytes(16).toString('hex');
        const isNew = await repositories.users.add({
          userId,
          name: name ?? nameArgument((email.split('@')[0] ?? '').replaceAll(/[^\p{L}\p{N}.-]+/gu, ' ')),
          email,
          role,
          ...(wards !== 'all' && { wards }),
        });
        if (!isNew) throw new CliError(`there is a user ${email} already`, { code: 'usage' });
        await repositories.audit.write({
          action: 'add-user',
          subject: `${email} as ${role}, by the command line`,
        });
        const link = await userLink(repositories.users, userId);
        createOutput(json).result({ userId, email, link }, `${link}\n\nThe link holds once, for a day.`);
      });
    });
}
