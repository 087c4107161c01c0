import { refusalMessage, shown } from '@beatwatch/contracts';
import process from 'node:process';
import { addKey, readKeys, revokeKey, scopes, type Scope, type StoredKey } from '@beatwatch/denoise-api';
import { InvalidArgumentError, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import { createOutput, table } from '../terminal/output.ts';

interface KeyFlags {
  readonly file?: string;
  readonly json?: boolean;
}

/** `beatwatch denoise-keys create`, `list` and `revoke`. */
export function addDenoiseKeys(program: Command): void {
  const keys = program.command('denoise-keys').description('create, list and revoke API keys of denoise-api');
  withFile(keys.command('create'))
    .description('create a key and print it, once')
    .argument('<name>', 'owner or purpose')
    .option('--scopes <list>', `scopes, of ${scopes.join(', ')}`, scopesArgument, [
      'denoise',
      'jobs',
      'dicomweb',
    ] satisfies Scope[])
    .action(async (name: string, flags: KeyFlags & { readonly scopes: readonly Scope[] }) => {
      const made = await addKey(fileOf(flags), { name, scopes: flags.scopes, now: new Date() });
      const { id, scopes: granted } = made.stored;
      createOutput(flags.json ?? false).result(
        { id, name, scopes: granted, key: made.key },
        `${made.key}\n\nThis is key ${id}, for ${granted.join(', ')}. Only its hash is kept: note it now.`,
      );
    });
  withFile(keys.command('list'))
    .description('list keys, including revoked ones')
    .action(async (flags: KeyFlags) => {
      const known = (await readKeys(fileOf(flags))).map(({ sha256: _, ...key }) => key);
      createOutput(flags.json ?? false).result(known, describe(known));
    });
  withFile(keys.command('revoke'))
    .description('revoke a key, at once, in a running server too')
    .argument('<id>', 'id from "list"')
    .action(async (id: string, flags: KeyFlags) => {
      const { sha256: _, ...key } = await revokeKey(fileOf(flags), id, new Date());
      createOutput(flags.json ?? false).result(key, `Key ${id} (${key.name}) is revoked.`);
    });
}

const withFile = (command: Command): Command =>
  command
    .option('--file <file>', 'key file (default: DENOISE_KEYS_FILE)')
    .option('--json', 'print the result as JSON');

function fileOf({ file }: KeyFlags): string {
  readConfig();
  const found = file ?? process.env['DENOISE_KEYS_FILE'];
  if (found !== undefined && found !== '') return found;
  throw new CliError({ field: 'key file', expected: '--file FILE or DENOISE_KEYS_FILE' }, { code: 'usage' });
}

function scopesArgument(text: string): readonly Scope[] {
  const requested = text.split(',').map((scope) => scope.trim());
  const known = scopes.filter((scope) => requested.includes(scope));
  if (known.length === requested.length) return known;
  throw new InvalidArgumentError(
    `${refusalMessage({ found: shown(text), expected: `some of ${scopes.join(',')}` })}.`,
  );
}

function describe(keys: readonly Omit<StoredKey, 'sha256'>[]): string {
  if (keys.length === 0) return 'no keys';
  return table([
    ['id', 'name', 'scopes', 'created', 'revoked'],
    ...keys.map(({ id, name, scopes: granted, createdAt, revokedAt = '' }) => [
      id,
      name,
      granted.join(','),
      createdAt,
      revokedAt,
    ]),
  ]);
}
