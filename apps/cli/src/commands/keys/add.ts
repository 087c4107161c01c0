import { userInfo } from 'node:os';
import { deviceId, refusalMessage, shown, wardName } from '@beatwatch/contracts';
import { machineScopeNames, machineScopes, type MachineScope } from '@beatwatch/service-kit';
import { makeMachineKey } from '@beatwatch/timescale';
import { InvalidArgumentError, type Command } from 'commander';
import { withDatabase } from '../../stack/with-database.ts';
import { durationArgument, listArgument } from '../../terminal/arguments.ts';
import { checkedBy } from '../../terminal/checked-by.ts';
import { createOutput } from '../../terminal/output.ts';

interface AddFlags {
  readonly scopes: readonly MachineScope[];
  readonly wards?: readonly string[];
  readonly devices?: readonly string[];
  /** Milliseconds. */
  readonly expires?: number;
  readonly json?: boolean;
}

export function addKeyAdd(keys: Command): void {
  keys
    .command('add')
    .description('make a key and print it, once')
    .argument('<name>', 'owner or purpose', nameArgument)
    .option('--scopes <list>', `what it may do: ${scopeList}`, scopesArgument, ['ingest'] as const)
    .option('--wards <list>', 'for patients of these wards alone', listOf(wardName))
    .option('--devices <list>', 'for these devices alone', listOf(deviceId))
    .option('--expires <duration>', 'such as 90d (default: holds until it is revoked)', durationArgument)
    .option('--json', 'print the result as JSON')
    .action(async (name: string, { scopes, wards, devices, expires, json = false }: AddFlags) => {
      await withDatabase(async ({ repositories }) => {
        const grant = {
          name,
          scopes,
          ...(wards !== undefined && { wards }),
          ...(devices !== undefined && { devices }),
          createdBy: userInfo().username,
          ...(expires !== undefined && { expiresMs: Date.now() + expires }),
        };
        const { key, id } = await makeMachineKey(repositories.machineKeys, grant);
        const subject = `${id} ${name} for ${scopes.join(', ')}, by the command line`;
        await repositories.audit.write({ action: 'add-key', subject });
        createOutput(json).result(
          { id, key, ...grant },
          `${key}\n\nThis is key ${id}, for ${scopes.join(', ')}. Only its hash is kept: note it now.`,
        );
      });
    });
}

const scopeList = machineScopeNames.map((name) => `${name} (${machineScopes[name]})`).join(', ');

/** Each of a list separated by commas, by the contracts' rule. */
const listOf =
  (read: (text: string) => string) =>
  (text: string): readonly string[] =>
    listArgument(text).map(checkedBy(read));

function scopesArgument(text: string): readonly MachineScope[] {
  const requested = listArgument(text);
  const known = machineScopeNames.filter((scope) => requested.includes(scope));
  if (known.length === requested.length) return known;
  const expected = `some of ${machineScopeNames.join(',')}`;
  throw new InvalidArgumentError(`${refusalMessage({ found: shown(text), expected })}.`);
}

function nameArgument(text: string): string {
  if (/^[^\p{C}]{1,80}$/u.test(text)) return text;
  throw new InvalidArgumentError(
    `${refusalMessage({ found: shown(text), expected: '1 to 80 characters' })}.`,
  );
}
