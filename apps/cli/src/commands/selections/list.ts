import type { Command } from 'commander';
import { withDatabase } from '../../stack/with-database.ts';
import { formatTime } from '../../terminal/format-time.ts';
import { createOutput, table } from '../../terminal/output.ts';

const mostListed = 50;

export function addList(selections: Command): void {
  selections
    .command('list')
    .description(`the stored ones, the newest ${mostListed} first`)
    .option('--json', 'print them as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const known = await withDatabase(({ repositories }) => repositories.selections.list(mostListed));
      createOutput(json ?? false).result(
        known,
        known.length === 0
          ? 'no selection is stored'
          : table(
              known.map(({ fingerprint, preprocessing, storedAtUs }) => [
                formatTime(storedAtUs / 1000),
                preprocessing,
                fingerprint,
              ]),
            ),
      );
    });
}
