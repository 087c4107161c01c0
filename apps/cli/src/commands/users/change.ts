import type { Role } from '@beatwatch/service-kit/session';
import type { Repositories, User, UserChange } from '@beatwatch/timescale';
import type { Command } from 'commander';
import { CliError } from '../../errors.ts';
import { withDatabase } from '../../stack/with-database.ts';
import { createOutput } from '../../terminal/output.ts';
import { emailArgument, nameArgument, roleOption, wardsArgument } from './user-options.ts';
import { userLink } from './user-link.ts';

interface SetFlags {
  readonly name?: string;
  readonly role?: Role;
  readonly wards?: readonly string[] | 'all';
  readonly json?: boolean;
}

/** `beatwatch users set`, `disable`, `enable` and `link`. */
export function addUserChange(users: Command): void {
  ofUser(users, 'set', 'change what a user may do')
    .option('--name <name>', 'shown with what he does', nameArgument)
    .addOption(roleOption('what he may do'))
    .option('--wards <list>', 'whose patients he may see: all, or separated by commas', wardsArgument)
    .action(async (email: string, { json = false, ...change }: SetFlags) => {
      await changeUser(email, change, json);
    });
  for (const [name, isDisabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    ofUser(
      users,
      name,
      isDisabled ? 'let a user in no more, and end his sessions' : 'let a user in again',
    ).action(async (email: string, { json = false }: SetFlags) => {
      await changeUser(email, { isDisabled }, json);
    });
  }
  ofUser(users, 'link', 'print a new link by which a user sets a password').action(
    async (email: string, { json = false }: SetFlags) => {
      await withDatabase(async ({ repositories }) => {
        const { userId } = await requireUser(repositories.users, email);
        await repositories.audit.write({ action: 'make-link', subject: `${email}, by the command line` });
        const link = await userLink(repositories.users, userId);
        createOutput(json).result({ userId, email, link }, `${link}\n\nThe link holds once, for a day.`);
      });
    },
  );
}

const ofUser = (users: Command, name: string, description: string): Command =>
  users
    .command(name)
    .description(description)
    .argument('<e-mail>', 'whose', emailArgument)
    .option('--json', 'print the result as JSON');

async function requireUser(users: Repositories['users'], email: string): Promise<User> {
  const user = await users.findByEmail(email);
  if (user !== undefined) return user;
  throw new CliError(`there is no user ${email}; "beatwatch users" lists them`, { code: 'usage' });
}

async function changeUser(email: string, change: UserChange, json: boolean): Promise<void> {
  await withDatabase(async ({ repositories: { users, audit } }) => {
    const { userId } = await requireUser(users, email);
    if ((await users.change(userId, change)) === 'last-administrator') {
      throw new CliError('nobody else can sign in as administrator: make another one first', {
        code: 'usage',
      });
    }
    const subject = `${userId} ${JSON.stringify(change)}, by the command line`;
    await audit.write({ action: 'change-user', subject });
    const { role, wards, isDisabled } = await requireUser(users, email);
    const seen = wards === undefined ? 'all wards' : wards.join(', ') || 'no ward';
    createOutput(json).result(
      { userId, email, role, wards: wards ?? 'all', isDisabled },
      isDisabled ? `${email} is disabled` : `${email}: ${role}, ${seen}`,
    );
  });
}
