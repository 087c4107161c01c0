import { join } from 'node:path';
import {
  trainAtrialDefaults,
  trainAtrialFibrillation,
  type TrainAtrialReport,
  type TrainAtrialSettings,
} from '@beatwatch/studies';
import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { createOutput, table } from '../../terminal/output.ts';
import { addTreeOptions, describeProgress, describeSeeds, doneOf } from './rhythm-training.ts';

interface TrainAtrialFlags extends TrainAtrialSettings {
  readonly data: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `beatwatch train atrial-fibrillation`. */
export function addTrainAtrialFibrillation(train: Command): void {
  const defaults = trainAtrialDefaults;
  const command = train
    .command('atrial-fibrillation')
    .description(
      'fit the trees that tell atrial fibrillation, and judge them on unseen patients and data sets',
    )
    .option(
      '--data <folder>',
      'folder with cinc2017, cinc2017-more, cpsc2021, mitdb, svdb and qtdb',
      '../shared/data',
    )
    .option(
      '--out <folder>',
      'folder of the model file that is written (default: models/atrial-fibrillation in the data folder)',
    );
  addTreeOptions(command, defaults)
    .addHelpText(
      'after',
      '\nThe one that comes with Beatwatch: --out packages/signal-models/models/atrial-fibrillation.',
    )
    .action(async ({ data, out, json = false, ...settings }: TrainAtrialFlags) => {
      const output = createOutput(json);
      const report = await trainAtrialFibrillation({
        ...settings,
        dataFolder: data,
        outputFolder: out ?? join(readConfig().dataDir, 'models', 'atrial-fibrillation'),
        onProgress: (progress) => {
          output.progress(describeProgress(progress), doneOf(progress));
        },
      });
      output.result(report, describe(report));
    });
}

function describe({ crossValidated, acrossDataSets, ...report }: TrainAtrialReport): string {
  const judged = [
    { by: 'patients unseen', figures: crossValidated },
    { by: 'data set unseen', figures: acrossDataSets },
  ];
  return [
    table([
      ['', 'recordings', 'F1', 'F1 as of the whole challenge', 'sensitivity', 'predictivity'],
      ...judged.flatMap(({ by, figures }) =>
        Object.entries(figures.recordings).map(([name, short]) => [
          `${name}, ${by}`,
          `${short.recordings}, ${short.fibrillating} fibrillating`,
          ...[short.f1, short.f1OfAll, short.sensitivity, short.predictivity].map((value) =>
            value.toFixed(3),
          ),
        ]),
      ),
    ]),
    table([
      ['watch', 'fibrillating, h', 'found', 'other, h', 'claimed', 'false onsets'],
      ...judged.flatMap(({ by, figures }) =>
        Object.entries(figures.watched).map(([name, watch]) => [
          `${name}, ${by}`,
          watch.fibrillatingHours.toFixed(2),
          watch.fibrillatingHours === 0 ? '' : (watch.foundHours / watch.fibrillatingHours).toFixed(3),
          watch.otherHours.toFixed(2),
          watch.otherHours === 0 ? '' : (watch.claimedHours / watch.otherHours).toFixed(4),
          String(watch.falseOnsets),
        ]),
      ),
    ]),
    ...describeSeeds(report.overSeeds),
    `Shift ${report.shift.toFixed(1)}. ${report.version} is in ${report.outputFolder}`,
  ].join('\n\n');
}
