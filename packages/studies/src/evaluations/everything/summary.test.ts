import { expect, it } from 'vitest';
import type { DatabaseFigures } from './database-figures.ts';
import { summaryOf, worstOf } from './summary.ts';

const beats = (pooled: object) =>
  ({ evaluation: 'beats', figures: { pooled } }) as unknown as DatabaseFigures;
const databases = {
  mitdb: beats({ aurocV: 0.996, soundingFalseAlarmsPerHour: 0.7, classes: {}, eventsByKind: {} }),
  svdb: beats({ aurocV: 0.97, soundingFalseAlarmsPerHour: 0.2, classes: {}, eventsByKind: {} }),
};

it('compares each figure with the target of its database', () => {
  const rows = summaryOf(databases);
  const met = (database: string, figure: string) =>
    rows.find((row) => row.database === database && row.figure === figure)?.met;
  expect(met('mitdb', 'V against N: AUROC, one lead')).toBe(true);
  expect(met('svdb', 'V against N: AUROC, one lead')).toBe(false);
  expect(met('mitdb', 'false alarms that sound')).toBe(false);
  expect(met('svdb', 'false alarms that sound')).toBe(true);
  expect(met('mitdb', 'V: F1, one lead')).toBe(false);
});

it('names the database in which a figure is worst', () => {
  expect(worstOf(databases)).toMatchObject([
    { figure: 'V against N: AUROC, one lead', database: 'svdb', value: 0.97 },
    { figure: 'false alarms that sound', database: 'mitdb', value: 0.7 },
  ]);
});
