import { table, type ReportTable } from '@beatwatch/report';
import { decimal, percent } from '../../reporting/format.ts';
import type { BeatsFigures } from './figures.ts';
import type { BeatsEvaluation } from './score-records.ts';

export function recordTable({ pooled, records }: BeatsEvaluation): ReportTable {
  const rows = Object.entries(records).map(([name, figures]) => [
    figures.crossValidated ? `${name} *` : name,
    ...cells(figures),
  ]);
  return table({
    id: 'figures-by-record',
    caption:
      'Figures of each record. Sensitivity and false positives of beats are at the threshold of the anomaly score, which is learned without labels. * judged by a model trained without this record.',
    columns: [
      'Record',
      'R peaks: sensitivity',
      'positive predictivity',
      'AUROC V',
      'AUROC S',
      'V found',
      'S found',
      'False beats an hour',
      'Right alarms',
      'False alarms',
      'Events',
      'within 10 s',
      'Technical state',
    ],
    rows: [...rows, ['Pooled', ...cells(pooled)]],
    highlightedRow: rows.length,
  });
}

const cells = (figures: BeatsFigures): string[] => [
  percent(figures.rPeakSensitivity),
  percent(figures.rPeakPositivePredictivity),
  decimal(figures.aurocV, 4),
  decimal(figures.aurocS, 4),
  percent(figures.sensitivityV, 1),
  percent(figures.sensitivityS, 1),
  decimal(figures.falsePositivesPerHour, 1),
  String(figures.trueAlarms),
  String(figures.falseAlarms),
  String(figures.events),
  percent(figures.eventsAlarmedWithin10s, 0),
  percent(figures.technicalShare, 1),
];
