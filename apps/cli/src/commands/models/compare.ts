import { join } from 'node:path';
import process from 'node:process';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { renderReport } from '@beatwatch/report';
import {
  compareModels,
  comparisonReport,
  promotionDefaults,
  rateRows,
  readReferenceSets,
  readSelection,
  type Comparison,
  type SelectionSummary,
} from '@beatwatch/retraining';
import { compareShadow } from '@beatwatch/rescoring';
import { Option, type Command } from 'commander';
import { readConfig } from '../../config.ts';
import { withDatabase } from '../../stack/with-database.ts';
import { durationArgument, numberArgument } from '../../terminal/arguments.ts';
import { commandLine } from '../../terminal/command-line.ts';
import { figureRows } from '../../terminal/figure-rows.ts';
import { createOutput, table } from '../../terminal/output.ts';
import { writeResultFile } from '../../terminal/result-file.ts';
import { readCandidate } from './candidate.ts';
import { shadowSection } from './shadow-section.ts';

interface CompareFlags {
  readonly champion: string;
  readonly challenger: string;
  readonly data?: string;
  readonly selection?: string;
  readonly shadow?: number;
  readonly betterBy: number;
  readonly worseBy: number;
  readonly falseAlarms: number;
  readonly report?: string;
  readonly json?: boolean;
}

/** Exit code of a comparison after which nothing is to be promoted. */
const doNotPromote = 3;

export function addCompare(models: Command): void {
  models
    .command('compare')
    .description('judge two models on the same beats, and say whether to promote the challenger')
    .addOption(
      new Option('--champion <folder>', 'the model in use').default(
        wearableModelDirectory(),
        'the shipped wearable model',
      ),
    )
    .requiredOption('--challenger <folder>', 'the model that may replace it')
    .option('--data <folder>', 'of the data sets (default: ECG_DATA_DIR)')
    .option('--selection <fingerprint>', 'whose held-out labelled beats are judged as well')
    .option(
      '--shadow <duration>',
      'report what the challenger made of live signal in the shadow, this far back, e.g. 24h',
      durationArgument,
    )
    .option(
      '--better-by <share>',
      'least gain of a figure on some set',
      numberArgument(0, 1),
      promotionDefaults.betterBy,
    )
    .option(
      '--worse-by <share>',
      'greatest loss of any figure on any set',
      numberArgument(0, 1),
      promotionDefaults.worseBy,
    )
    .option(
      '--false-alarms <an hour>',
      'most false alarms an hour more that may not be ruled out on the records of a set',
      numberArgument(0, 1000),
      promotionDefaults.openFalseAlarmsPerHour,
    )
    .option('--report <file>', 'where the report goes (default: reports/compare.html in the data folder)')
    .option('--json', 'print the comparison as JSON')
    .addHelpText(
      'after',
      `\nExit code 0: to be promoted. ${doNotPromote}: not to be promoted. 1: could not be judged.`,
    )
    .action(async (flags: CompareFlags) => {
      const output = createOutput(flags.json ?? false);
      const startedMs = performance.now();
      const champion = await readCandidate(flags.champion);
      const challenger = await readCandidate(flags.challenger);
      const { selection: name } = flags;
      const selection =
        name === undefined
          ? undefined
          : await withDatabase(({ repositories }) => readSelection(repositories, name));
      const { shadow: shadowMs } = flags;
      const shadowed =
        shadowMs === undefined
          ? undefined
          : await withDatabase(({ repositories }) =>
              compareShadow(repositories, {
                version: challenger.model.manifest.version,
                fromUs: (Date.now() - shadowMs) * 1000,
                toUs: Date.now() * 1000,
              }),
            );
      output.step('reading the reference sets');
      const reference = await readReferenceSets(
        champion.model.manifest.preprocessing,
        flags.data ?? process.env['ECG_DATA_DIR'],
      );
      const comparison = await compareModels({
        champion,
        challenger,
        reference,
        ...(selection && { selection }),
        rule: {
          ...promotionDefaults,
          betterBy: flags.betterBy,
          worseBy: flags.worseBy,
          openFalseAlarmsPerHour: flags.falseAlarms,
        },
        onProgress: ({ text, share }) => {
          output.progress(text, { share });
        },
      });
      const report = await writeResultFile(
        flags.report ?? join(readConfig().dataDir, 'reports', 'compare.html'),
        renderReport(
          comparisonReport({
            comparison,
            ...(shadowed && { sections: [shadowSection(shadowed)] }),
            ...(selection && {
              selection: {
                fingerprint: selection.fingerprint,
                // As `selectBeats` stored it.
                summary: selection.summary as SelectionSummary,
              },
            }),
            facts: [
              { name: 'Command', value: commandLine(), code: true },
              { name: 'Duration', value: `${((performance.now() - startedMs) / 1000).toFixed(0)} s` },
            ],
          }),
        ),
      );
      output.result({ ...comparison, report }, `${formatComparison(comparison)}\nReport: ${report}`);
      if (!comparison.verdict.promote) process.exitCode = doNotPromote;
    });
}

function formatComparison({ verdict, sets, alarms, missing }: Comparison): string {
  return [
    verdict.sentence,
    ...missing.map((one) => `Not compared on ${one}`),
    '',
    ...sets.flatMap(({ title, figures }) => [
      title,
      table(figureRows(figures).map(([name, ...rest]) => [`  ${name}`, ...rest])),
    ]),
    ...alarms.flatMap(({ title, rates }) => [
      `Alarms on ${title}, ${rates.hours.toFixed(1)} h`,
      table(
        rateRows(rates).map(([name = '', before = '', after = '', , interval = '']) => [
          `  ${name}`,
          before,
          after,
          interval,
        ]),
      ),
    ]),
  ].join('\n');
}
