import { lineChart, table, type ReportSection } from '@beatwatch/report';
import type { StudySettings } from './settings.ts';
import type { SeedRun } from './train-seed.ts';

/** The split, and the training of the first seed. */
export function trainingSection(runs: readonly SeedRun[], settings: StudySettings): readonly ReportSection[] {
  const [run] = runs;
  if (run === undefined) return [];
  const { seed, history, bestEpoch, parts } = run;
  const best = history[bestEpoch - 1];
  const stepsPerEpoch = history[0]?.trainSteps.length ?? 1;
  const steps = history.flatMap(({ trainSteps = [] }) => Array.from(trainSteps));
  const trace = thinned(steps, 400);
  return [
    {
      id: 'split',
      title: 'The split',
      text: [
        `The split is the study's: all beats in random order, 85 % of the normal ones to train, two thirds of the rest to ` +
          `validate and one third to test, and as many anomalies as there are test normals. Every seed shuffles anew. ` +
          `The anomalies play no part in training or in the choice of the threshold.`,
      ],
      content: [
        table({
          id: 'split-counts',
          caption: 'Beats in each part',
          columns: ['Part', 'Beats', 'Used for'],
          rows: [
            ['Train normals', String(parts.train.beats.length), 'changing the weights'],
            [
              'Validation normals',
              String(parts.validation.beats.length),
              'choosing the best epoch and the threshold',
            ],
            ['Test normals', String(parts.testNormals.beats.length), 'counting only'],
            ['Test anomalies', String(parts.testAnomalies.beats.length), 'counting only'],
          ],
        }),
      ],
    },
    {
      id: 'training',
      title: 'The training',
      text: [
        `An LSTM autoencoder encodes each beat as ${settings.embedding} numbers and reconstructs it from them. The reconstruction loss is the sum ` +
          `of the absolute errors over the beat. The weights of the epoch with the lowest validation loss are kept: epoch ` +
          `${bestEpoch} of ${history.length} with seed ${seed}, ${best?.validationLoss?.toFixed(2) ?? 'none'} on validation beats.`,
      ],
      content: [
        lineChart({
          id: 'training-curves',
          caption: `Mean reconstruction loss of a beat after each epoch, seed ${seed}. As long as the two lines stay together, the autoencoder does as well on beats it is not trained on. Validation beats are measured with the weights after the epoch, train beats during it.`,
          summary: `Train and validation loss over ${history.length} epochs; the last values are ${history.at(-1)?.trainLoss.toFixed(1) ?? ''} and ${history.at(-1)?.validationLoss?.toFixed(1) ?? ''}.`,
          x: { label: 'Epoch' },
          y: { label: 'Reconstruction loss (sum of absolute errors)' },
          series: [
            { name: 'train', colour: 'grey', values: history.map(({ trainLoss }) => trainLoss) },
            {
              name: 'validation',
              colour: 'purple',
              values: history.map(({ validationLoss = Number.NaN }) => validationLoss),
            },
          ],
        }),
        lineChart({
          id: 'step-losses',
          caption: `Reconstruction loss of single training steps of ${settings.batchSize} beats, seed ${seed}${trace.every > 1 ? `, mean over ${trace.every} steps each` : ''}. An epoch has ${stepsPerEpoch} steps.`,
          summary: `Loss of ${steps.length} training steps, falling from ${steps[0]?.toFixed(0) ?? ''} to ${steps.at(-1)?.toFixed(0) ?? ''}.`,
          x: { label: 'Step' },
          y: { label: 'Reconstruction loss (sum of absolute errors)' },
          series: [{ name: 'train', colour: 'grey', x: trace.at, values: trace.values }],
        }),
      ],
    },
  ];
}

/** At most `most` points, each the mean of the same number of values. */
function thinned(values: readonly number[], most: number): { every: number; at: number[]; values: number[] } {
  const every = Math.max(1, Math.ceil(values.length / most));
  const groups = Array.from({ length: Math.floor(values.length / every) }, (_, group) =>
    values.slice(group * every, (group + 1) * every),
  );
  return {
    every,
    at: groups.map((_, group) => (group + 1) * every),
    values: groups.map((group) => group.reduce((sum, value) => sum + value, 0) / group.length),
  };
}
