import { lineChart, renderReport, table, type Figure, type ReportTable } from '@beatwatch/report';
import type { RetrainData, RetrainResult } from '../jobs/retrain-job.ts';

export interface ReportInputs {
  readonly jobId: string;
  readonly data: RetrainData;
  readonly result: Omit<RetrainResult, 'reportFile'>;
  readonly libraries: Readonly<Record<string, string>>;
}

/** The report of a retraining as one HTML file. */
export function retrainReport({ jobId, data, result, libraries }: ReportInputs): string {
  const { comparison } = result;
  return renderReport({
    title: `Retraining: ${result.version}`,
    lead: [
      `${result.trainBeats} normal beats of ${result.patients} patients; begun with the weights of ${result.baseVersion}.`,
      ...(comparison === undefined
        ? ['There were too few beats to keep some for a comparison.']
        : [
            `On ${result.validationBeats} beats that the training did not see the median reconstruction loss is ${comparison.challenger.medianLoss.toFixed(2)}; that of the base is ${comparison.champion.medianLoss.toFixed(2)}.`,
          ]),
    ],
    facts: [
      { name: 'Job', value: jobId, code: true },
      { name: 'Selection', value: result.selectionFingerprint, code: true },
      { name: 'Weights', value: `sha256:${result.fingerprint}`, code: true },
      { name: 'Settings', value: JSON.stringify(data), code: true },
      { name: 'Libraries', value: JSON.stringify(libraries), code: true },
      { name: 'Duration', value: `${(result.durationMs / 1000).toFixed(1)} s` },
    ],
    sections: [
      {
        id: 'training',
        title: 'Training',
        text: [`The weights are those after epoch ${result.bestEpoch}.`],
        content: [lossChart(result)],
      },
      ...(comparison === undefined
        ? []
        : [
            {
              id: 'comparison',
              title: 'Champion and challenger',
              content: [comparisonTable(result, comparison)],
            },
          ]),
    ],
    data: { jobId, data, result },
  });
}

const lossChart = ({ losses, validationBeats }: ReportInputs['result']): Figure =>
  lineChart({
    id: 'losses',
    summary: 'Mean reconstruction loss of training and validation beats after each epoch.',
    caption: 'Mean reconstruction loss by epoch: of training beats during it, of validation beats after it.',
    x: { label: 'epoch' },
    y: { label: 'reconstruction loss', zero: false },
    series: [
      { name: 'training', values: losses.map(({ trainLoss }) => trainLoss) },
      ...(validationBeats === 0
        ? []
        : [{ name: 'validation', values: losses.map(({ validationLoss = Number.NaN }) => validationLoss) }]),
    ],
  });

const comparisonTable = (
  { validationBeats }: ReportInputs['result'],
  { champion, challenger }: NonNullable<RetrainResult['comparison']>,
): ReportTable =>
  table({
    id: 'losses-compared',
    caption: `Reconstruction loss of ${validationBeats} validation beats.`,
    columns: ['model', 'median', 'mean'],
    rows: [champion, challenger].map(({ version, medianLoss, meanLoss }) => [
      version,
      medianLoss.toFixed(3),
      meanLoss.toFixed(3),
    ]),
  });
