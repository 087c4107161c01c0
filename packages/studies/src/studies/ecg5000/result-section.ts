import { barChart, beatComparison, histogram, table, type ReportSection } from '@beatwatch/report';
import { ecg5000Classes, classTitle } from './classes.ts';
import type { CorrectCount, DetectorOutcome, Judgement, MeanAndSpread, StudyOutcome } from './outcome.ts';
import { studyTestCount } from './split.ts';
import type { PartScores, SeedRun } from './train-seed.ts';

/** Counts of correct predictions, distributions of scores, and reconstructions. */
export function resultSections(runs: readonly SeedRun[], outcome: StudyOutcome): readonly ReportSection[] {
  const [run] = runs;
  const [first] = outcome.seeds;
  if (run === undefined || first === undefined) return [];
  return [
    {
      id: 'predictions',
      title: 'Correct predictions',
      text: [
        `Correct normal predictions: ${fraction(first.normals)}. Correct anomaly predictions: ${fraction(first.anomalies)}. ` +
          `These are of seed ${first.seed}; with the autoencoder alone they are ${fraction(first.autoencoderAlone.normals)} and ` +
          `${fraction(first.autoencoderAlone.anomalies)}. The table has the other seeds.`,
      ],
      content: [countTable(outcome), countFigure(outcome)],
    },
    {
      id: 'losses',
      title: 'Reconstruction losses and anomaly scores',
      text: [
        `The autoencoder alone calls a beat anomalous if its reconstruction loss is above ${run.autoencoder.threshold.value.toFixed(1)}: ` +
          `${run.autoencoder.threshold.rule}. The detector’s anomaly score is the mean of this loss and of the sparseness of normal ` +
          `beats around the second half of the beat, both in deviations from a usual normal beat; its threshold is ` +
          `${run.together.threshold.value.toFixed(2)}: ${run.together.threshold.rule}. No anomaly contributed to these numbers.`,
      ],
      content: [lossFigure(run), scoreFigure(run)],
    },
    {
      id: 'reconstructions',
      title: 'Recorded and reconstructed beats',
      text: [
        'An autoencoder trained on normal beats alone reconstructs any beat as a normal one. The band between the recorded ' +
          'and the reconstructed line is the reconstruction loss.',
      ],
      content: [normalBeats(run), anomalousBeats(run)],
    },
  ];
}

const fraction = ({ correct, of }: CorrectCount): string => `${correct}/${of}`;

export const percent = (share: number): string => `${(100 * share).toFixed(1)}\u00a0%`;

/** A share as a number of the study's 145 beats. */
export const of145 = (share: number): string => (share * studyTestCount).toFixed(1);

function lossFigure({ seed, autoencoder: { threshold }, parts }: SeedRun) {
  return histogram({
    id: 'loss-distributions',
    caption:
      `Reconstruction losses of the autoencoder with seed ${seed}, each group as shares of itself. Correct are normals left of the dashed line and anomalies right of it. ` +
      `Test normals further right than train normals would mean that the autoencoder overfits.`,
    summary: `Histogram of the reconstruction losses of train normals, test normals and test anomalies with the threshold at ${threshold.value.toFixed(1)}.`,
    x: { label: 'Reconstruction loss (sum of absolute errors, logarithmic)', scale: 'log' },
    threshold: { value: threshold.value, label: `threshold ${threshold.value.toFixed(1)}` },
    distributions: [
      { name: 'train normals', colour: 'grey', values: parts.train.losses },
      { name: 'test normals', colour: 'blue', values: parts.testNormals.losses },
      { name: 'test anomalies', colour: 'orange', values: parts.testAnomalies.losses },
    ],
  });
}

function scoreFigure({ seed, together: { scores, threshold } }: SeedRun) {
  const lowest = Math.min(...scores.validation, ...scores.testNormals, ...scores.testAnomalies);
  return histogram({
    id: 'score-distributions',
    caption: `Anomaly scores of the same beats, from reconstruction loss and density, seed ${seed}. The last bar holds all higher scores.`,
    summary: `Histogram of the anomaly scores of validation normals, test normals and test anomalies with the threshold at ${threshold.value.toFixed(2)}.`,
    x: {
      label: 'Anomaly score (deviations from a usual normal beat)',
      domain: [lowest, 4 * threshold.value],
    },
    threshold: { value: threshold.value, label: `threshold ${threshold.value.toFixed(2)}` },
    distributions: [
      { name: 'validation normals', colour: 'purple', values: scores.validation },
      { name: 'test normals', colour: 'blue', values: scores.testNormals },
      { name: 'test anomalies', colour: 'orange', values: scores.testAnomalies },
    ],
  });
}

function countTable({ seeds, autoencoderAlone, ...together }: StudyOutcome) {
  const counts = ({ normals, anomalies, auroc }: Judgement): string[] => [
    fraction(normals),
    fraction(anomalies),
    auroc.toFixed(4),
  ];
  const means = ({ normals, anomalies, auroc }: DetectorOutcome): string[] => [
    both(normals, percent),
    both(anomalies, percent),
    both(auroc, (value) => value.toFixed(4)),
  ];
  const scaled = ({ normals, anomalies }: DetectorOutcome): string[] => [
    both(normals, of145),
    both(anomalies, of145),
    '',
  ];
  return table({
    id: 'correct-counts',
    caption: `Correct predictions of each seed, mean and standard deviation; the last row scales the counts to the study's ${studyTestCount} test beats of each kind`,
    columns: [
      'Seed',
      'Normals',
      'Anomalies',
      'AUROC',
      'Normals, autoencoder alone',
      'Anomalies, autoencoder alone',
      'AUROC, autoencoder alone',
    ],
    rows: [
      ...seeds.map((seed) => [String(seed.seed), ...counts(seed), ...counts(seed.autoencoderAlone)]),
      ['Mean', ...means(together), ...means(autoencoderAlone)],
      [`Of ${studyTestCount}`, ...scaled(together), ...scaled(autoencoderAlone)],
    ],
    highlightedRow: seeds.length + 1,
  });
}

const both = ({ mean, spread }: MeanAndSpread, text: (value: number) => string): string =>
  `${text(mean)} ± ${text(spread)}`;

function countFigure({ seeds, autoencoderAlone, normals, anomalies }: StudyOutcome) {
  const bar = (name: string, { mean, spread }: MeanAndSpread, colour: 'blue' | 'orange') => ({
    name,
    value: 100 * mean,
    spread: 100 * spread,
    colour,
  });
  return barChart({
    id: 'correct-shares',
    caption: `Share of correct decisions, mean over ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}; the whisker is one standard deviation to either side.`,
    summary: `Bar chart: ${percent(normals.mean)} of the normal and ${percent(anomalies.mean)} of the anomalous test beats are classified correctly.`,
    value: { label: 'Correct decisions (%)', domain: [0, 100] },
    bars: [
      bar('Normals', normals, 'blue'),
      bar('Anomalies', anomalies, 'orange'),
      bar('Normals, alone', autoencoderAlone.normals, 'blue'),
      bar('Anomalies, alone', autoencoderAlone.anomalies, 'orange'),
    ],
    format: (value) => value.toFixed(1),
  });
}

const axes = { x: { label: 'Sample' }, y: { label: 'Amplitude (z-score)' } };

function normalBeats({ autoencoder: { threshold }, parts }: SeedRun) {
  const part = parts.testNormals;
  const order = byLoss(part);
  const at = (share: number) => order[Math.round(share * (order.length - 1))] ?? 0;
  const chosen = [
    { index: at(0.05), title: 'Easy' },
    { index: at(0.5), title: 'Typical' },
    { index: at(1), title: 'Hardest' },
  ];
  return beatComparison({
    id: 'normal-beats',
    caption: `Normal test beats: one with a low reconstruction loss, the median one and the one with the highest. By the loss alone, a beat counts as an anomaly above ${threshold.value.toFixed(1)}.`,
    summary: 'Three normal beats with their reconstructions, from the lowest loss to the highest.',
    ...axes,
    beats: chosen.map(({ index, title }) => ({ ...beatOf(part, index, title), colour: 'blue' })),
  });
}

function anomalousBeats({ autoencoder: { threshold }, parts }: SeedRun) {
  const part = parts.testAnomalies;
  const order = byLoss(part);
  const typical = ecg5000Classes.flatMap(({ label }) => {
    const members = order.filter((index) => part.beats[index]?.label === label);
    const middle = members[members.length >> 1];
    return middle === undefined ? [] : [{ index: middle, title: classTitle(label) }];
  });
  const [hardest] = order;
  const chosen = [
    ...typical,
    ...(hardest === undefined ? [] : [{ index: hardest, title: 'Closest to a normal beat' }]),
  ];
  return beatComparison({
    id: 'anomalous-beats',
    caption: `Anomalous test beats: the one with the median reconstruction loss of every class, and the one with the lowest of all. By the loss alone, a beat counts as normal up to ${threshold.value.toFixed(1)}.`,
    summary: `${chosen.length} anomalous beats with their reconstructions, one of each class and the one with the lowest loss.`,
    ...axes,
    beats: chosen.map(({ index, title }) => beatOf(part, index, title)),
  });
}

/** Positions from the lowest loss to the highest. */
const byLoss = ({ losses }: PartScores): number[] =>
  losses.map((_, index) => index).sort((a, b) => (losses[a] ?? 0) - (losses[b] ?? 0));

const beatOf = ({ beats, losses, reconstructions }: PartScores, index: number, title: string) => ({
  title: `${title}, loss ${(losses[index] ?? Number.NaN).toFixed(1)}`,
  recorded: beats[index]?.samples ?? [],
  reconstructed: reconstructions[index] ?? [],
});
