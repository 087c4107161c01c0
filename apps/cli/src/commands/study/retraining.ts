import { renderReport } from '@beatwatch/report';
import { studyWeek, wards, weekDefaults, weekReport, weekTables, type Ward } from '@beatwatch/retraining';
import { leadChoices, type LeadChoice } from '@beatwatch/studies';
import { Option, type Command } from 'commander';
import { integerArgument, numberArgument } from '../../terminal/arguments.ts';
import { table } from '../../terminal/output.ts';
import { runStudy, type StudyFlags } from './run-study.ts';

interface RetrainingFlags extends StudyFlags {
  readonly ward?: Ward;
  readonly leads: LeadChoice;
  readonly seeds: number;
  readonly seed: number;
  readonly labelErrors: number;
  readonly records?: number;
  readonly reference: boolean;
  readonly bedside: boolean;
}

/** `beatwatch study retraining`. */
export function addRetrainingStudy(study: Command): void {
  study
    .command('retraining')
    .description(
      'measure what labels of a ward are worth: reference recordings as patients, annotations as labels',
    )
    .option('--data <folder>', 'folder with mitdb, svdb and cinc2015', '../shared/data')
    .option('--out <file>', 'the report (default: reports/retraining.html in the data folder)')
    .addOption(
      new Option('--ward <data set>', 'whose recordings are the patients (default: each in turn)').choices(
        wards,
      ),
    )
    .addOption(
      new Option('--leads <which>', 'that are sent').choices([...leadChoices]).default(weekDefaults.leads),
    )
    .option('--seeds <n>', 'trainings, each with the next seed', integerArgument(1, 100), weekDefaults.seeds)
    .option('--seed <n>', 'of the first', integerArgument(0, 2 ** 31), weekDefaults.seed)
    .option(
      '--label-errors <share>',
      'labels of each of the two who label that are wrong',
      numberArgument(0, 1),
      weekDefaults.labelErrors,
    )
    .option('--records <n>', 'records of a ward, the first ones (default: all)', integerArgument(2, 1000))
    .option('--no-reference', 'learn from the labels alone, without annotated beats of the other data set')
    .option('--no-bedside', 'without the bedside alarms of cinc2015')
    .option('--json', 'print the figures as JSON')
    .action(
      async ({
        ward,
        leads,
        seeds,
        seed,
        labelErrors,
        records,
        reference,
        bedside,
        ...flags
      }: RetrainingFlags) => {
        await runStudy('retraining', flags, async ({ dataFolder, command, nowMs }, output) => {
          const startedMs = nowMs();
          const outcomes: Partial<Record<Ward, Awaited<ReturnType<typeof studyWeek>>>> = {};
          for (const name of ward === undefined ? wards : [ward]) {
            outcomes[name] = await studyWeek({
              ...weekDefaults,
              dataFolder,
              ward: name,
              leads,
              seeds,
              seed,
              labelErrors,
              withReference: reference,
              bedside,
              ...(records !== undefined && { records }),
              onProgress: (text) => {
                output.progress(text);
              },
            });
          }
          const html = renderReport(
            weekReport(outcomes, [
              { name: 'Command', value: command, code: true },
              { name: 'Settings', value: JSON.stringify(weekDefaults.correction), code: true },
              { name: 'Duration', value: `${((nowMs() - startedMs) / 60_000).toFixed(1)} min` },
            ]),
          );
          const text = weekTables(outcomes)
            .map(({ caption, columns, rows }) => `${caption}\n${table([columns, ...rows])}`)
            .join('\n\n');
          return { outcome: { outcomes }, html, text };
        });
      },
    );
}
