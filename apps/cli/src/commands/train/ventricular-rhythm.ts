import { join } from 'node:path';
import {
  trainVentricularDefaults,
  trainVentricularRhythm,
  type TrainVentricularReport,
  type TrainVentricularSettings,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { createOutput, table } from '../../terminal/output.ts';
import { addTreeOptions, describeProgress, describeSeeds, doneOf } from './rhythm-training.ts';

interface TrainVentricularFlags extends TrainVentricularSettings {
  readonly data: string;
  readonly out?: string;
  readonly foldsOut?: string;
  readonly json?: boolean;
}

/** `beatwatch train ventricular-rhythm`. */
export function addTrainVentricularRhythm(train: Command): void {
  const defaults = trainVentricularDefaults;
  const command = train
    .command('ventricular-rhythm')
    .description(
      'fit the trees that tell ventricular tachycardia, flutter and fibrillation, and judge them on unseen patients and data sets',
    )
    .option(
      '--data <folder>',
      'folder with cinc2015, vfdb, cudb, mitdb, svdb, qtdb, cinc2017 and nstdb',
      '../shared/data',
    )
    .option(
      '--out <folder>',
      'folder of the model file that is written (default: models/ventricular-rhythm in the data folder)',
    )
    .option('--folds-out <folder>', 'folder for the models of the folds (default: they are not written)');
  addTreeOptions(command, defaults)
    .addHelpText(
      'after',
      '\nThose that come with Beatwatch: --out packages/signal-models/models/ventricular-rhythm --folds-out packages/signal-models/models/folds.',
    )
    .action(async ({ data, out, foldsOut, json = false, ...settings }: TrainVentricularFlags) => {
      const output = createOutput(json);
      const report = await trainVentricularRhythm({
        ...settings,
        dataFolder: data,
        outputFolder: out ?? join(readConfig().dataDir, 'models', 'ventricular-rhythm'),
        foldsFolder: foldsOut,
        onProgress: (progress) => {
          output.progress(describeProgress(progress), doneOf(progress));
        },
      });
      output.result(report, describe(report));
    });
}

function describe({ crossValidated, acrossDataSets, ...report }: TrainVentricularReport): string {
  const judged = [
    { by: 'patients unseen, all leads', figures: crossValidated.all },
    { by: 'patients unseen, first lead', figures: crossValidated.first },
    { by: 'data set unseen, all leads', figures: acrossDataSets.all },
    { by: 'data set unseen, first lead', figures: acrossDataSets.first },
  ];
  return [
    table([
      ['', 'found', 'of', 'false alarms refused', 'of', 'false claims an hour'],
      ...judged.flatMap(({ by, figures }) =>
        Object.entries(figures).map(([name, one]) => [
          `${name}, ${by}`,
          String(one.found),
          String(one.episodes),
          one.refused === undefined ? '' : String(one.refused),
          one.falseAlarms === undefined ? '' : String(one.falseAlarms),
          one.falseClaimsPerHour === undefined ? '' : one.falseClaimsPerHour.toFixed(2),
        ]),
      ),
    ]),
    ...describeSeeds(report.overSeeds),
    `Shift ${report.shift.toFixed(2)}. ${report.version} is in ${report.outputFolder}`,
  ].join('\n\n');
}
