import process from 'node:process';
import type { ReportFact } from '@beatwatch/report';
import { commandFact, durationFact } from '../../reporting/report-facts.ts';
import type { DigitTrainingSettings } from './train-digits.ts';
import type { DigitCounts } from './split.ts';

export interface StudyFacts {
  readonly command: string;
  readonly settings: DigitCounts & DigitTrainingSettings;
  /** Of the training digits. */
  readonly fingerprint: string;
  readonly engine: string;
  readonly durationMs: number;
}

/** Facts about a run that a report on digits states. */
export function studyFacts({ command, settings, fingerprint, engine, durationMs }: StudyFacts): ReportFact[] {
  const { trainImages, validationImages, testImages, seed } = settings;
  const { epochs, batchSize, learningRate, patience } = settings;
  const count = (images: number): string => images.toLocaleString('en');
  return [
    commandFact({ command }),
    { name: 'Data', value: 'MNIST: LeCun, Cortes, Burges, “The MNIST database of handwritten digits”' },
    {
      name: 'Digits',
      value:
        `${count(trainImages)} to train on and ${count(validationImages)} held out of the train split, ` +
        `${count(testImages)} of the test split to judge with`,
    },
    { name: 'Training digits', value: fingerprint, code: true },
    { name: 'Seed', value: String(seed) },
    {
      name: 'Training',
      value:
        `at most ${epochs} epochs, ended after ${patience} without a better validation loss; batches of ${batchSize}, ` +
        `Adam with a learning rate up to ${learningRate}, warm-up and cosine; the weights of the best epoch are kept`,
    },
    { name: 'Engine', value: engine },
    { name: 'Node.js', value: process.version },
    durationFact({ durationMs }, 'min'),
  ];
}
