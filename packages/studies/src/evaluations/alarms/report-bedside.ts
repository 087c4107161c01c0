import { table, type ReportTable } from '@beatwatch/report';
import type { BedsideFigures } from '../../alarm-outcomes/bedside-alarm.ts';
import { decimal, percent } from '../../reporting/format.ts';
import type { AlarmEvaluation } from './score-alarms.ts';

export function bedsideTable(
  { kinds, pooled }: NonNullable<AlarmEvaluation['bedside']>,
  prefix: string,
): ReportTable {
  const rows = Object.entries(kinds).map(([kind, figures]) =>
    row(kind.replaceAll('_', ' ').toLowerCase(), figures),
  );
  return table({
    id: `${prefix}bedside-alarms`,
    caption: 'Alarms of the bedside monitor that the live path repeats.',
    columns: [
      'Kind',
      'True',
      'repeated',
      'Share',
      'False',
      'repeated',
      'Share not repeated',
      'Score of the challenge',
    ],
    rows: [...rows, row('all', pooled)],
    highlightedRow: rows.length,
  });
}

const row = (name: string, figures: BedsideFigures): string[] => [
  name,
  String(figures.true),
  String(figures.trueRepeated),
  percent(figures.sensitivity, 1),
  String(figures.false),
  String(figures.falseRepeated),
  percent(figures.specificity, 1),
  decimal(figures.score),
];
