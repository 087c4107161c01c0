import { wearable } from '@beatwatch/timescale';
import type { Command } from 'commander';
import { withDatabase } from '../../stack/with-database.ts';
import { formatTime } from '../../terminal/format-time.ts';
import { createOutput, table } from '../../terminal/output.ts';

const mostListed = 50;

export function addList(models: Command): void {
  models
    .command('list')
    .description('models that were trained here, which is the champion, and who decided what')
    .option('--json', 'print them as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const known = await withDatabase(async ({ repositories }) => ({
        champion: await repositories.models.aliased(wearable, 'champion'),
        challenger: await repositories.models.aliased(wearable, 'challenger'),
        models: await repositories.models.list(mostListed),
        decisions: await repositories.decisions.list(wearable),
      }));
      createOutput(json ?? false).result(known, format(known));
    });
}

interface Known {
  readonly champion: string | undefined;
  readonly challenger: string | undefined;
  readonly models: readonly {
    readonly version: string;
    readonly baseVersion: string;
    readonly registeredAtUs: number;
  }[];
  readonly decisions: readonly {
    readonly action: string;
    readonly version?: string;
    readonly target?: string;
    readonly actor: string;
    readonly reason: string;
    readonly decidedAtUs: number;
  }[];
}

function format({ champion, challenger, models, decisions }: Known): string {
  const roleOf = (version: string): string =>
    version === champion ? 'champion' : version === challenger ? 'challenger' : '';
  return [
    `champion: ${champion ?? 'the shipped model'}`,
    table(
      models.map(({ version, baseVersion, registeredAtUs }) => [
        version,
        roleOf(version),
        `trained ${formatTime(registeredAtUs / 1000)}`,
        `from ${baseVersion}`,
      ]),
    ),
    table(
      decisions.map(({ action, version = 'the shipped model', target = '', actor, reason, decidedAtUs }) => [
        formatTime(decidedAtUs / 1000),
        action,
        version,
        target,
        `by ${actor}: ${reason}`,
      ]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
