import { barChart, beatComparison, histogram, table, type ReportSection } from '@beatwatch/report';
import { ecg5000Classes, classTitle } from './classes.ts';
import type { CorrectCount, MeanAndSpread, SeedOutcome, StudyOutcome } from './outcome.ts';
import { studyTestCount } from './split.ts';
import type { PartScores, SeedRun } from './train-seed.ts';

/** Where the losses lie, and how many beats are right. */
export function resultSections(runs: readonly SeedRun[], outcome: StudyOutcome): readonly ReportSection[] {
  const [run] = runs;
  const [first] = outcome.seeds;
  if (run === undefined || first === undefined) return [];
  return [
    { id: 'losses', title: 'The losses', text: [thresholdText(run)], content: [lossFigure(run)] },
    {
      id: 'predictions',
      title: 'Correct predictions',
      text: [
        `Correct normal predictions: ${fraction(first.normals)}. Correct anomaly predictions: ${fraction(first.anomalies)}. ` +
          `So says seed ${first.seed}; the other seeds follow in the table.`,
      ],
      content: [countTable(outcome), countFigure(outcome)],
    },
    {
      id: 'reconstructions',
      title: 'True and reconstructed beats',
      text: [
        'An autoencoder that has only seen normal beats draws a normal beat whatever it is shown. The band between the ' +
          'recorded and the reconstructed line is the loss.',
      ],
      content: [normalBeats(run), anomalousBeats(run)],
    },
  ];
}

export const fraction = ({ correct, of }: CorrectCount): string => `${correct}/${of}`;

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A share as so many of the study's 145. */
export const of145 = (share: number): string => (share * studyTestCount).toFixed(1);

function thresholdText({ threshold, parts }: SeedRun): string {
  return (
    `A beat counts as an anomaly where its loss is above ${threshold.value.toFixed(1)}. That number comes from the ` +
    `${parts.validation.beats.length} validation normals alone: ${threshold.rule}.`
  );
}

function lossFigure({ seed, threshold, parts }: SeedRun) {
  return histogram({
    id: 'loss-distributions',
    caption:
      `Losses with seed ${seed}, each group as shares of itself. Right is: blue left of the dashed line, orange right of it. ` +
      `Where test normals lie further right than train normals, the autoencoder has learnt its beats by heart.`,
    summary: `Histogram of the losses of train normals, test normals and test anomalies with the threshold at ${threshold.value.toFixed(1)}.`,
    x: { label: 'Loss (sum of absolute errors, logarithmic)', scale: 'log' },
    threshold: { value: threshold.value, label: `threshold ${threshold.value.toFixed(1)}` },
    distributions: [
      { name: 'train normals', colour: 'grey', values: parts.train.losses },
      { name: 'test normals', colour: 'blue', values: parts.testNormals.losses },
      { name: 'test anomalies', colour: 'orange', values: parts.testAnomalies.losses },
    ],
  });
}

function countTable({ seeds, normals, anomalies, auroc }: StudyOutcome) {
  const row = (seed: SeedOutcome): string[] => [
    String(seed.seed),
    seed.threshold.toFixed(1),
    fraction(seed.normals),
    fraction(seed.anomalies),
    of145(seed.normals.correct / seed.normals.of),
    of145(seed.anomalies.correct / seed.anomalies.of),
    seed.auroc.toFixed(4),
  ];
  const both = ({ mean, spread }: MeanAndSpread, text: (value: number) => string) =>
    `${text(mean)} ± ${text(spread)}`;
  return table({
    id: 'correct-counts',
    caption: `Correct predictions of each seed; the last columns bring the counts to the study's ${studyTestCount} test beats of each kind`,
    columns: [
      'Seed',
      'Threshold',
      'Normals',
      'Anomalies',
      `Normals of ${studyTestCount}`,
      `Anomalies of ${studyTestCount}`,
      'AUROC',
    ],
    rows: [
      ...seeds.map(row),
      [
        'Mean ± sd',
        '',
        both(normals, percent),
        both(anomalies, percent),
        both(normals, of145),
        both(anomalies, of145),
        both(auroc, (value) => value.toFixed(4)),
      ],
    ],
    highlightedRow: seeds.length,
  });
}

function countFigure({ seeds, normals, anomalies }: StudyOutcome) {
  return barChart({
    id: 'correct-shares',
    caption: `Share of right decisions, mean over ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}; the whisker is one standard deviation to either side.`,
    summary: `Bar chart: ${percent(normals.mean)} of the normal and ${percent(anomalies.mean)} of the anomalous test beats are right.`,
    value: { label: 'Right decisions (%)', domain: [0, 100] },
    bars: [
      { name: 'Test normals', value: 100 * normals.mean, spread: 100 * normals.spread, colour: 'blue' },
      {
        name: 'Test anomalies',
        value: 100 * anomalies.mean,
        spread: 100 * anomalies.spread,
        colour: 'orange',
      },
    ],
    format: (value) => value.toFixed(1),
  });
}

const axes = { x: { label: 'Sample' }, y: { label: 'Amplitude (z-score)' } };

function normalBeats({ threshold, parts }: SeedRun) {
  const part = parts.testNormals;
  const order = byLoss(part);
  const at = (share: number) => order[Math.round(share * (order.length - 1))] ?? 0;
  const chosen = [
    { index: at(0.05), word: 'Easy' },
    { index: at(0.5), word: 'Typical' },
    { index: at(1), word: 'Hardest' },
  ];
  return beatComparison({
    id: 'normal-beats',
    caption: `Normal test beats: one with a low loss, the one in the middle and the one with the highest. Above ${threshold.value.toFixed(1)} a beat counts as an anomaly.`,
    summary: 'Three normal beats with their reconstructions, from the lowest loss to the highest.',
    ...axes,
    beats: chosen.map(({ index, word }) => ({ ...beatOf(part, index, word), colour: 'blue' })),
  });
}

function anomalousBeats({ threshold, parts }: SeedRun) {
  const part = parts.testAnomalies;
  const order = byLoss(part);
  const typical = ecg5000Classes.flatMap(({ label }) => {
    const members = order.filter((index) => part.beats[index]?.label === label);
    const middle = members[members.length >> 1];
    return middle === undefined ? [] : [{ index: middle, word: classTitle(label) }];
  });
  const [hardest] = order;
  const chosen = [
    ...typical,
    ...(hardest === undefined ? [] : [{ index: hardest, word: 'Most like a normal beat' }]),
  ];
  return beatComparison({
    id: 'anomalous-beats',
    caption: `Anomalous test beats: of every class the one with the middle loss, and the one of all with the lowest. Below ${threshold.value.toFixed(1)} a beat passes for normal.`,
    summary: `${chosen.length} anomalous beats with their reconstructions, one of each class and the one with the lowest loss.`,
    ...axes,
    beats: chosen.map(({ index, word }) => beatOf(part, index, word)),
  });
}

/** Positions from the lowest loss to the highest. */
const byLoss = ({ losses }: PartScores): number[] =>
  losses.map((_, index) => index).sort((a, b) => (losses[a] ?? 0) - (losses[b] ?? 0));

const beatOf = ({ beats, losses, reconstructions }: PartScores, index: number, word: string) => ({
  title: `${word}, loss ${(losses[index] ?? Number.NaN).toFixed(1)}`,
  recorded: beats[index]?.samples ?? [],
  reconstructed: reconstructions[index] ?? [],
});
