import { studyEcg5000 } from '@beatwatch/studies';
import { dirname } from 'node:path';
import { expect } from 'vitest';
import { referenceFile } from '../stack/reference-data.ts';
import type { SmallStudy } from './small-study.ts';
import { smallMnistStudies } from './small-mnist-studies.ts';

export const smallStudies: readonly SmallStudy[] = [
  {
    name: 'ecg5000',
    run: async (context) => {
      const { html, outcome } = await studyEcg5000({
        dataFolder: dirname(referenceFile(context, 'ecg5000', 'ECG5000_TRAIN.arff')),
        command: 'a test',
        embedding: 2,
        epochs: 2,
        batchSize: 128,
        learningRate: 0.02,
        seeds: 1,
        threads: 1,
        official: { folds: 2, embedding: 2, epochs: 1 },
        nowMs: () => performance.now(),
      });
      const { normals, anomalies, autoencoderAlone: alone } = outcome;
      const shares = [normals, anomalies, alone.normals, alone.anomalies];
      const [seed] = outcome.seeds;
      return {
        html,
        numbers: {
          'correct-shares': {
            bars: shares.map(({ mean }) => ({ value: expect.closeTo(100 * mean, 3) as number })),
          },
          'score-distributions': { threshold: expect.closeTo(seed!.threshold, 4) as number },
          'loss-distributions': { threshold: expect.closeTo(seed!.autoencoderAlone.threshold, 2) as number },
          'training-curves': { series: [{ x: [1, 2] }, { x: [1, 2] }] },
        },
      };
    },
    figures: {
      'loss-distributions': 'histogram',
      'score-distributions': 'histogram',
      'correct-shares': 'bars',
      'normal-beats': 'beats',
      'anomalous-beats': 'beats',
      'class-counts': 'bars',
      'class-shapes': 'band',
      'step-correlation': 'heatmap',
      'training-curves': 'line',
      'step-losses': 'line',
      'roc-curves': 'line',
      'precision-recall-curves': 'line',
    },
    tables: ['correct-counts', 'class-ranges', 'split-counts', 'official-figures'],
  },
  ...smallMnistStudies,
];
