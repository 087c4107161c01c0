import process from 'node:process';
import { evaluateEverything, formatFigure, type EverythingEvaluation, type Unseen } from '@beatwatch/studies';
import type { Command } from 'commander';
import { integerArgument, listArgument } from '../../terminal/arguments.ts';
import { table } from '../../terminal/output.ts';
import { addModelOptions } from './records-evaluation.ts';
import { runEvaluation } from './run-evaluation.ts';

interface EverythingFlags {
  readonly data: string;
  readonly only?: readonly string[];
  readonly first?: number;
  readonly jobs: number;
  readonly model?: string;
  readonly unseen: Unseen;
  readonly out?: string;
  readonly json?: boolean;
}

/** `beatwatch evaluate everything`. */
export function addEverythingEvaluation(evaluate: Command): void {
  const command = evaluate
    .command('everything')
    .description(
      'one report over all databases of a folder: targets, the worst database, missed events, false alarms',
    )
    .option('--data <folder>', 'with mitdb, svdb, qtdb, vfdb, cudb, cinc2015 ... in it', '../shared/data')
    .option('--only <names>', 'databases by name, separated by commas (default: all)', listArgument)
    .option('--first <n>', 'only the first records of each database', integerArgument(1, 100_000))
    .option('--jobs <n>', 'records that are judged at the same time', integerArgument(1, 256), 2)
    .option('--out <folder>', 'where the report goes (default: reports in the data folder)')
    .option('--json', 'print the figures as JSON');
  addModelOptions(command)
    .addHelpText(
      'after',
      '\nA record that cannot be read is named and left out; the exit code is 1 then. All leads are sent, where there are\n' +
        'several; figures of beats are those of the first one.',
    )
    .action(async ({ data, only, first, jobs, model, unseen, ...flags }: EverythingFlags) => {
      await runEvaluation('everything', flags, async (context, output) => {
        const { evaluation, html } = await evaluateEverything({
          ...context,
          data,
          jobs,
          unseen,
          ...(only && { only }),
          ...(first !== undefined && { first }),
          ...(model !== undefined && { model }),
          onProgress: ({ database, record, done, records }) => {
            output.progress(`${database} ${record} (${done} of ${records})`, { share: done / records });
          },
        });
        if (evaluation.unreadable.length > 0) process.exitCode = 1;
        return { figures: evaluation, html, text: describe(evaluation) };
      });
    });
}

function describe({ summary, worst, unreadable, absent }: EverythingEvaluation): string {
  return [
    table([
      ['figure', 'database', 'found', 'target', ''],
      ...summary.map(({ figure, database, value, unit, target, at, met }) => [
        figure,
        database,
        formatFigure(value, unit),
        `at ${at} ${formatFigure(target, unit)}`,
        met ? 'reached' : 'not reached',
      ]),
    ]),
    table([
      ['figure', 'worst in', 'found'],
      ...worst.map(({ figure, database, value, unit }) => [figure, database, formatFigure(value, unit)]),
    ]),
    ...unreadable.map(({ database, record, reason }) => `left out ${database} ${record}: ${reason}`),
    ...(absent.length === 0 ? [] : [`not found: ${absent.join(', ')}`]),
  ].join('\n\n');
}
