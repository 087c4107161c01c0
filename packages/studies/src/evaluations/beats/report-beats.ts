import { lineChart, table, type Figure, type ReportTable } from '@beatwatch/report';
import { rankingCurves } from '../../ranking/ranking-curves.ts';
import { decimal, percent } from '../../reporting/format.ts';
import type { RankingFigures } from '../../ranking/beat-figures.ts';
import { stripFigures } from '../../strips/strip-figures.ts';
import { detectorTitle } from './detector-titles.ts';
import type { RecordOutcome } from './record-outcome.ts';
import { isLiveScore, liveDetector } from './scored-beats.ts';
import type { BeatsEvaluation } from './score-records.ts';

/** @param prefix of the id, unique in the report. Default: none */
export function detectorTable({ pooled, baselines }: BeatsEvaluation, prefix = ''): ReportTable {
  const row = (name: string, figures: RankingFigures): string[] => [
    detectorTitle(name),
    decimal(figures.aurocV, 4),
    decimal(figures.aurocVMedian, 4),
    decimal(figures.aurocS, 4),
    decimal(figures.aurocSMedian, 4),
  ];
  return table({
    id: `${prefix}detectors`,
    caption: 'AUROC of ectopic beats against normal ones, on the same beats.',
    columns: ['', 'V against N', 'Median of records', 'S against N', 'Median of records'],
    rows: [row('live', pooled), ...Object.entries(baselines).map(([name, figures]) => row(name, figures))],
    highlightedRow: 0,
  });
}

/**
 * Figures at the live path's own decision.
 * @param prefix of the ids, unique in the report. Default: none
 */
export function classTables({ pooled, leads = {} }: BeatsEvaluation, prefix = ''): ReportTable[] {
  const rows = Object.entries({
    ...(Object.keys(leads).length === 0 && { first: pooled }),
    ...leads,
  }).flatMap(([lead, { classes }]) =>
    Object.entries(classes).map(([aamiClass, figures]) => [
      lead,
      aamiClass,
      String(figures.annotated),
      percent(figures.sensitivity, 1),
      percent(figures.positivePredictivity, 1),
      decimal(figures.f1),
    ]),
  );
  return [
    table({
      id: `${prefix}classes`,
      caption:
        'Beats by AAMI class at the live path’s own decision. Missed beats count against the sensitivity, peaks without a beat against the predictivity; fusion and unknown beats do not count against V.',
      columns: ['Lead', 'Class', 'Annotated', 'Sensitivity', 'Positive predictivity', 'F1'],
      rows,
    }),
    ...(Object.keys(leads).length === 0
      ? []
      : [
          table({
            id: `${prefix}by-lead`,
            caption:
              'Each lead by its place in its record, and all together: the mean of the leads’ log odds for the same beat.',
            columns: ['Lead', 'V against N', 'Median of records', 'S against N', 'Median of records'],
            rows: Object.entries(leads).map(([lead, figures]) => [
              lead,
              decimal(figures.aurocV, 4),
              decimal(figures.aurocVMedian, 4),
              decimal(figures.aurocS, 4),
              decimal(figures.aurocSMedian, 4),
            ]),
          }),
        ]),
  ];
}

/** End of the false positive axis: more false positives would be useless at the bedside. */
const shownFalsePositives = 0.2;

export function beatFigures(clean: readonly RecordOutcome[]): Figure[] {
  const beats = clean.flatMap(({ scoredBeats }) => scoredBeats);
  const others = Object.keys(beats[0]?.scores ?? {}).filter((name) => !isLiveScore(name));
  return (['V', 'S'] as const).flatMap((kind) => {
    const judged = beats.filter(({ aamiClass }) => aamiClass === kind || aamiClass === 'N');
    if (!judged.some(({ aamiClass }) => aamiClass === kind)) return [];
    const positive = judged.map(({ aamiClass }) => aamiClass === kind);
    const detectors = [liveDetector[kind], ...others];
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
            name: isLiveScore(name) ? 'live' : (shortNames[name] ?? name),
            x: roc.x.slice(0, shown),
            values: roc.y.slice(0, shown),
            dashed: !isLiveScore(name),
          };
        }),
      }),
    ];
  });
}

const shortNames: Readonly<Record<string, string>> = {
  anomalyScore: 'anomaly score',
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
