import { lineChart, table, type Figure, type ReportTable } from '@beatwatch/report';
import { rankingCurves } from '../../ranking/ranking-curves.ts';
import { decimal } from '../../reporting/format.ts';
import type { RankingFigures } from '../../ranking/beat-figures.ts';
import { stripFigures } from '../../strips/strip-figures.ts';
import { detectorTitle } from './detector-titles.ts';
import type { RecordOutcome } from './record-outcome.ts';
import { liveDetector } from './scored-beats.ts';
import type { MitdbEvaluation } from './score-records.ts';

export function detectorTable({ pooled, baselines }: MitdbEvaluation): ReportTable {
  const row = (name: string, figures: RankingFigures): string[] => [
    detectorTitle(name),
    decimal(figures.aurocV, 4),
    decimal(figures.aurocVMedian, 4),
    decimal(figures.aurocS, 4),
    decimal(figures.aurocSMedian, 4),
  ];
  return table({
    id: 'detectors',
    caption:
      'AUROC of ectopic beats against normal ones, on the same beats, by each detector’s anomaly score.',
    columns: ['', 'V against N', 'Median of records', 'S against N', 'Median of records'],
    rows: [
      row(liveDetector, pooled),
      ...Object.entries(baselines).map(([name, figures]) => row(name, figures)),
    ],
    highlightedRow: 0,
  });
}

/** End of the false positive axis: more false positives would be useless at the bedside. */
const shownFalsePositives = 0.2;

export function beatFigures(clean: readonly RecordOutcome[]): Figure[] {
  const beats = clean.flatMap(({ scoredBeats }) => scoredBeats);
  const detectors = Object.keys(beats[0]?.scores ?? {});
  return (['V', 'S'] as const).flatMap((kind) => {
    const judged = beats.filter(({ aamiClass }) => aamiClass === kind || aamiClass === 'N');
    if (!judged.some(({ aamiClass }) => aamiClass === kind)) return [];
    const positive = judged.map(({ aamiClass }) => aamiClass === kind);
    return [
      lineChart({
        id: `roc-${kind.toLowerCase()}`,
        caption: `Class ${kind} against class N over all thresholds: beats found against normal beats called anomalous. The axis ends at ${100 * shownFalsePositives} %.`,
        summary: `ROC curves of ${detectors.length} detectors for beats of class ${kind}.`,
        x: { label: 'Normal beats called anomalous (share)', domain: [0, shownFalsePositives] },
        y: { label: `Beats of class ${kind} found (share)`, domain: [0, 1] },
        series: detectors.map((name) => {
          const { roc } = rankingCurves(
            judged.map(({ scores }) => scores[name] ?? Number.NaN),
            positive,
          );
          const shown = roc.x.filter((x) => x <= shownFalsePositives).length;
          return {
            name: shortNames[name] ?? name,
            x: roc.x.slice(0, shown),
            values: roc.y.slice(0, shown),
            dashed: name !== liveDetector,
          };
        }),
      }),
    ];
  });
}

const shortNames: Readonly<Record<string, string>> = {
  live: 'live',
  withoutAutoencoder: 'no autoencoder',
  templateForAutoencoder: 'shapes instead',
  autoencoderAlone: 'autoencoder',
  unadaptedAutoencoder: 'unadapted',
  template: 'template',
  nearestNeighbours: 'neighbours',
};

const mostStrips = 12;

export function beatStrips(clean: readonly RecordOutcome[]): Figure[] {
  const worst = clean
    .flatMap(({ strips }) => strips.beats)
    .toSorted((a, b) => b.wrongness - a.wrongness)
    .slice(0, mostStrips);
  return stripFigures({
    id: 'worst-beats',
    caption:
      'The ectopic beat of a record that looks most like a normal one, worst records first. Dashed: the beat, with its anomaly score.',
    summary: `${worst.length} ECG strips with an ectopic beat whose anomaly score is too low.`,
    strips: worst.map(({ strip }) => strip),
  });
}
