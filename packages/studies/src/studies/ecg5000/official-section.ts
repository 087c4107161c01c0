import { lineChart, table, type Colour, type ReportSection } from '@beatwatch/report';
import { baselineNames, type BaselineName } from '../../ecg5000/baselines.ts';
import { normalLabel } from '../../ecg5000/beats.ts';
import type { SeedRun } from '../../ecg5000/compare-detectors.ts';
import { detectionFigures, type DetectionFigures } from '../../ecg5000/figures.ts';
import { meanAndSpread } from './outcome.ts';
import { rankingCurves } from '../../ranking/ranking-curves.ts';

/** Data and results of a run of the official protocol. */
export interface OfficialRun {
  readonly trainFile: string;
  readonly testFile: string;
  readonly testLabels: readonly string[];
  readonly runs: readonly SeedRun[];
}

const names: Readonly<Record<BaselineName, string>> = {
  nearestNeighbour: 'nearest neighbour',
  pcaReconstruction: 'PCA',
  mahalanobis: 'Mahalanobis',
  isolationForest: 'isolation forest',
  oneClassSvm: 'one-class SVM',
  localOutlierFactor: 'outlier factor',
};

const colours: readonly Colour[] = ['green', 'purple', 'yellow', 'sky', 'orange', 'grey'];

/** Compares the detector with the baselines by the official protocol, whose train split is small. */
export function officialSection({ trainFile, testFile, testLabels, runs }: OfficialRun): ReportSection {
  const [first] = runs;
  const methods = [
    {
      name: 'detector',
      colour: 'blue' as Colour,
      figures: runs.map(({ detector, findings }) =>
        detectionFigures(testLabels, findings.scores, detector.threshold),
      ),
      scores: first?.findings.scores ?? [],
    },
    ...baselineNames.map((baseline, position) => ({
      name: names[baseline],
      colour: colours[position] ?? 'grey',
      figures: runs.map(({ baselines }) =>
        detectionFigures(testLabels, baselines[baseline].scores, baselines[baseline].threshold),
      ),
      scores: first?.baselines[baseline].scores ?? [],
    })),
  ];
  const positive = testLabels.map((label) => label !== normalLabel);
  const curves = methods.map(({ name, colour, scores }) => ({
    name,
    colour,
    ...rankingCurves(scores, positive),
  }));
  const classes = Object.keys(methods[0]?.figures[0]?.recallByClass ?? {});
  const cell = (figures: readonly DetectionFigures[], of: (one: DetectionFigures) => number): string => {
    const { mean, spread } = meanAndSpread(figures.map(of));
    return spread < 0.00005 ? mean.toFixed(4) : `${mean.toFixed(4)} ± ${spread.toFixed(4)}`;
  };
  const seed = first?.seed ?? 0;
  return {
    id: 'official',
    title: 'The official protocol',
    text: [
      `Here all methods are trained on the normal beats of ${trainFile} alone, and every beat of ${testFile} is judged. The ` +
        `detector’s anomaly score combines the reconstruction loss of small denoising autoencoders, the distance of their ` +
        `codes and the density of normal beats; its threshold and those of the baselines come from held-out normal beats by ` +
        `the same rule.`,
    ],
    content: [
      table({
        id: 'official-figures',
        caption: `Mean and standard deviation over ${runs.length} seeds; recall by class of anomaly`,
        columns: [
          'Method',
          'AUROC',
          'Average precision',
          'Accuracy',
          'Specificity',
          ...classes.map((label) => `Recall of ${label}`),
        ],
        rows: methods.map(({ name, figures }) => [
          name,
          cell(figures, ({ auroc }) => auroc),
          cell(figures, ({ averagePrecision }) => averagePrecision),
          cell(figures, ({ accuracy }) => accuracy),
          cell(figures, ({ specificity }) => specificity),
          ...classes.map((label) => cell(figures, ({ recallByClass }) => recallByClass[label] ?? Number.NaN)),
        ]),
        highlightedRow: 0,
      }),
      lineChart({
        id: 'roc-curves',
        caption: `Anomalies found against false alarms at every threshold, seed ${seed}. Closer to the upper left corner is better.`,
        summary: `Receiver operating characteristic of the detector and ${baselineNames.length} baselines.`,
        x: { label: 'Share of normal beats flagged', domain: [0, 1] },
        y: { label: 'Share of anomalies found', domain: [0, 1] },
        series: curves.map(({ name, colour, roc }) => ({ name, colour, x: roc.x, values: roc.y })),
      }),
      lineChart({
        id: 'precision-recall-curves',
        caption: `Share of anomalies among the flagged beats against anomalies found, seed ${seed}. Closer to the upper right corner is better.`,
        summary: `Precision and recall of the detector and ${baselineNames.length} baselines.`,
        x: { label: 'Share of anomalies found', domain: [0, 1] },
        y: { label: 'Share of anomalies among flagged beats', domain: [0, 1] },
        series: curves.map(({ name, colour, precisionRecall: { x, y } }) => ({ name, colour, x, values: y })),
      }),
    ],
  };
}
