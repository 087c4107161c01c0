import {
  lineChart,
  renderReport,
  table,
  type Figure,
  type ReportSection,
  type ReportTable,
} from '@beatwatch/report';
import {
  comparisonReport,
  driftSection,
  type Comparison,
  type Drift,
  type SelectionSummary,
} from '@beatwatch/retraining';
import type { StoredSelection } from '@beatwatch/timescale';
import type { RetrainData, RetrainResult } from '../jobs/retrain-job.ts';

export interface ReportInputs {
  readonly job: { readonly id: string; readonly data: RetrainData };
  readonly comparison: Comparison;
  readonly selection: StoredSelection;
  readonly drifts: readonly Drift[];
  readonly result: Omit<RetrainResult, 'reportFile'>;
  readonly libraries: Readonly<Record<string, string>>;
}

/** The report of a retraining as one HTML file: whether to promote, why, and how the challenger was trained. */
export function retrainReport({
  job,
  comparison,
  selection,
  drifts,
  result,
  libraries,
}: ReportInputs): string {
  const report = comparisonReport({
    comparison,
    // As `selectBeats` stored it.
    selection: { fingerprint: selection.fingerprint, summary: selection.summary as SelectionSummary },
    sections: [trainingSection(result), driftSection(drifts)],
    facts: [
      { name: 'Job', value: job.id, code: true },
      { name: 'Begun with the weights of', value: result.baseVersion, code: true },
      { name: 'Weights', value: `sha256:${result.fingerprint}`, code: true },
      { name: 'Settings', value: JSON.stringify(job.data), code: true },
      { name: 'Libraries', value: JSON.stringify(libraries), code: true },
      { name: 'Duration', value: `${(result.durationMs / 1000).toFixed(1)} s` },
    ],
  });
  return renderReport({ ...report, data: { ...report.data, job, result } });
}

const trainingSection = (result: ReportInputs['result']): ReportSection =>
  result.what === 'beats' ? treesSection(result) : autoencoderSection(result);

const treesSection = ({ trainBeats, patients, labels }: ReportInputs['result']): ReportSection => ({
  id: 'training',
  title: 'Training',
  text: [
    `Trees were added that correct the classes of beats: ${trainBeats} beats of ${patients} patients of the ward and of the reference sets were learned from.`,
  ],
  content: labels === undefined ? [] : [labelsTable(labels)],
});

const labelsTable = ({ before, after }: NonNullable<RetrainResult['labels']>): ReportTable =>
  table({
    id: 'labels-told',
    caption: 'Beats of labelled alarms that the training did not see, and how many are called ventricular.',
    columns: ['alarms', 'beats', 'before', 'after'],
    rows: [
      ['false', before.falseAlarms, after.falseAlarms] as const,
      ['true', before.trueAlarms, after.trueAlarms] as const,
    ].map(([name, one, other]) => [
      name,
      String(one.beats),
      String(one.calledVentricular),
      String(other.calledVentricular),
    ]),
  });

const autoencoderSection = (result: ReportInputs['result']): ReportSection => ({
  id: 'training',
  title: 'Training',
  text: [
    `${result.trainBeats} normal beats of ${result.patients} patients were trained on or validated; the weights are those after epoch ${result.bestEpoch ?? 0}.`,
  ],
  content: [
    lossChart(result),
    ...(result.validation === undefined ? [] : [validationTable(result, result.validation)]),
  ],
});

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

const validationTable = (
  { validationBeats }: ReportInputs['result'],
  { champion, challenger }: NonNullable<RetrainResult['validation']>,
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
