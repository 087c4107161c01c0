import { renderReport } from '@beatwatch/report';
import {
  searchCorrection,
  searchReport,
  searchTable,
  studyWeek,
  wards,
  weekDefaults,
  weekGroups,
  weekReport,
  weekTables,
  type Ward,
  type WeekGroup,
} from '@beatwatch/retraining';
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
  readonly judge: readonly WeekGroup[];
  readonly bedside: boolean;
  readonly search?: boolean;
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
    .addOption(
      new Option(
        '--judge <patients...>',
        'others: who labelled nothing; later: the same ones later; own: by their own labels alone; elsewhere: of the other data set',
      )
        .choices(weekGroups)
        .default(weekDefaults.groups),
    )
    .option('--no-bedside', 'without the bedside alarms of cinc2015')
    .addOption(
      new Option(
        '--search',
        'try weights of the labels on other patients of both data sets, and say which to take',
      ).conflicts(['ward', 'judge', 'bedside']),
    )
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
        judge,
        bedside,
        search = false,
        ...flags
      }: RetrainingFlags) => {
        const name = search ? 'retraining-search' : 'retraining';
        await runStudy(name, flags, async ({ dataFolder, command, nowMs }, output) => {
          const startedMs = nowMs();
          const settings = {
            ...weekDefaults,
            dataFolder,
            leads,
            seeds,
            seed,
            labelErrors,
            withReference: reference,
            groups: judge,
            bedside,
            ...(records !== undefined && { records }),
            onProgress: (text: string) => {
              output.progress(text);
            },
          };
          const facts = (): { name: string; value: string; code?: boolean }[] => [
            { name: 'Command', value: command, code: true },
            { name: 'Settings', value: JSON.stringify(weekDefaults.correction), code: true },
            { name: 'Duration', value: `${((nowMs() - startedMs) / 60_000).toFixed(1)} min` },
          ];
          const shown = ({ caption, columns, rows }: ReturnType<typeof searchTable>): string =>
            `${caption}\n${table([columns, ...rows])}`;
          if (search) {
            const outcome = await searchCorrection(settings);
            const html = renderReport(searchReport(outcome, facts()));
            return { outcome, html, text: shown(searchTable(outcome)) };
          }
          const outcomes: Partial<Record<Ward, Awaited<ReturnType<typeof studyWeek>>>> = {};
          for (const each of ward === undefined ? wards : [ward])
            outcomes[each] = await studyWeek({ ...settings, ward: each });
          const html = renderReport(weekReport(outcomes, facts()));
          return { outcome: { outcomes }, html, text: weekTables(outcomes).map(shown).join('\n\n') };
        });
      },
    );
}
