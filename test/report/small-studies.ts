import { studyEcg5000 } from '@beatwatch/studies';
import { dirname } from 'node:path';
import type { TestContext } from 'vitest';
import { referenceFile } from '../stack/reference-data.ts';

export interface SmallStudy {
  readonly name: string;
  /** Runs the study at so small a scale that it takes seconds; @returns its report */
  readonly run: (context: Pick<TestContext, 'skip'>) => Promise<string>;
  /** Kind by id of every figure that the report has to show. */
  readonly figures: Readonly<Record<string, string>>;
  readonly tables: readonly string[];
}

export const smallStudies: readonly SmallStudy[] = [
  {
    name: 'ecg5000',
    run: async (context) => {
      const { html } = await studyEcg5000({
        dataFolder: dirname(referenceFile(context, 'ecg5000', 'ECG5000_TRAIN.arff')),
        command: 'a test',
        embedding: 2,
        epochs: 2,
        batchSize: 128,
        learningRate: 0.02,
        seeds: 1,
        threads: 1,
        nowMs: () => performance.now(),
      });
      return html;
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
    },
    tables: ['correct-counts', 'class-ranges', 'split-counts'],
  },
];
