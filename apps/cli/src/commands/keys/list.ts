import type { MachineKey } from '@beatwatch/timescale';
import type { Command } from 'commander';
import { withDatabase } from '../../stack/with-database.ts';
import { formatTime } from '../../terminal/format-time.ts';
import { createOutput, table } from '../../terminal/output.ts';

export function addKeyList(keys: Command): void {
  keys
    .command('list', { isDefault: true })
    .description('keys, revoked and expired ones too')
    .option('--json', 'print them as JSON')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const listed = await withDatabase(({ repositories }) => repositories.machineKeys.list());
      createOutput(json).result(
        listed,
        listed.length === 0 ? 'no keys' : table([header, ...listed.map(rowOf)]),
      );
    });
}

const header = ['id', 'name', 'scopes', 'for', 'last used', 'state'];

function rowOf({ id, name, scopes, wards, devices, ...times }: MachineKey): string[] {
  const limits = [...(wards ?? []), ...(devices ?? [])].join(', ');
  const { lastUsedMs } = times;
  return [
    id,
    name,
    scopes.join(','),
    limits === '' ? 'all' : limits,
    lastUsedMs === undefined ? '' : formatTime(lastUsedMs),
    stateOf(times),
  ];
}

function stateOf({ revokedMs, expiresMs }: Pick<MachineKey, 'revokedMs' | 'expiresMs'>): string {
  if (revokedMs !== undefined) return `revoked ${formatTime(revokedMs)}`;
  if (expiresMs === undefined) return '';
  return `${expiresMs <= Date.now() ? 'expired' : 'until'} ${formatTime(expiresMs)}`;
}
