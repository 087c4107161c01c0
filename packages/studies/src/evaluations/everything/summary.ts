import type { AlarmFigures } from '../../alarm-outcomes/alarm-figures.ts';
import type { DatabaseFigures } from './database-figures.ts';

/** A figure with what it should be. */
export interface SummaryRow {
  readonly database: string;
  readonly figure: string;
  /** Absent where there is nothing to count. */
  readonly value?: number;
  readonly unit: FigureUnit;
  readonly target: number;
  /** Whether the target is the least or the most. */
  readonly at: 'least' | 'most';
  readonly met: boolean;
}

export type FigureUnit = 'share' | 'number' | 'an hour';

/** The database in which a figure is worst. */
export interface WorstFigure {
  readonly figure: string;
  readonly database: string;
  readonly value: number;
  readonly unit: FigureUnit;
}

interface Target {
  readonly figure: string;
  readonly unit: FigureUnit;
  readonly at: SummaryRow['at'];
  readonly valueOf: (figures: DatabaseFigures) => number | undefined;
  /** By database. */
  readonly targets: Readonly<Record<string, number>>;
}

const beats = (found: DatabaseFigures) => (found.evaluation === 'beats' ? found.figures.pooled : undefined);
const alarms = (found: DatabaseFigures): AlarmFigures | undefined =>
  found.evaluation === 'beats'
    ? found.figures.pooled
    : found.evaluation === 'alarms'
      ? found.figures.pooled.annotated
      : undefined;
const wearable = (found: DatabaseFigures) =>
  found.evaluation === 'wearable' ? found.figures.pooled : undefined;
const bedside = (found: DatabaseFigures) =>
  found.evaluation === 'alarms' ? found.figures.bedside?.kinds : undefined;

const least = (
  figure: string,
  valueOf: Target['valueOf'],
  targets: Target['targets'],
  unit: FigureUnit = 'share',
): Target => ({ figure, unit, at: 'least', valueOf, targets });
const most = (
  figure: string,
  valueOf: Target['valueOf'],
  targets: Target['targets'],
  unit: FigureUnit = 'an hour',
): Target => ({ figure, unit, at: 'most', valueOf, targets });

const rPeaks = { mitdb: 0.9985, svdb: 0.995, qtdb: 0.995, lead1: 0.995 };
const vt = { all: 'cinc2015', first: 'cinc2015-first' } as const;

const targets: readonly Target[] = [
  least('R peaks: sensitivity', (f) => (beats(f) ?? wearable(f))?.rPeakSensitivity, rPeaks),
  least('R peaks: positive predictivity', (f) => (beats(f) ?? wearable(f))?.rPeakPositivePredictivity, {
    ...rPeaks,
    mitdb: 0.999,
  }),
  least('V against N: AUROC, one lead', (f) => beats(f)?.aurocV, { mitdb: 0.995, svdb: 0.99 }, 'number'),
  least('the same, median of records', (f) => beats(f)?.aurocVMedian, { mitdb: 0.999 }, 'number'),
  least('S against N: AUROC, one lead', (f) => beats(f)?.aurocS, { mitdb: 0.92, svdb: 0.96 }, 'number'),
  least('S, median of records', (f) => beats(f)?.aurocSMedian, { mitdb: 0.98, svdb: 0.99 }, 'number'),
  least('V: F1, one lead', (f) => beats(f)?.classes.V?.f1, { mitdb: 0.9, svdb: 0.83 }, 'number'),
  least(
    'ventricular runs alarmed within 10 s',
    (f) => alarms(f)?.eventsByKind['ventricular-run']?.eventsAlarmedWithin10s,
    { mitdb: 0.85, svdb: 0.85 },
  ),
  least(
    'fibrillation alarmed within 10 s',
    (f) => alarms(f)?.eventsByKind['ventricular-fibrillation']?.eventsAlarmedWithin10s,
    { cudb: 0.95, vfdb: 0.95 },
  ),
  most('false alarms that sound', (f) => alarms(f)?.soundingFalseAlarmsPerHour, {
    mitdb: 0.5,
    svdb: 0.5,
    qtdb: 0.5,
  }),
  most('false alarms of high priority', (f) => alarms(f)?.highFalseAlarmsPerHour, {
    mitdb: 0.1,
    svdb: 0.1,
    qtdb: 0.1,
  }),
  most(
    'calm recordings with a false alarm that sounds',
    (f) => share(wearable(f)),
    { cinc2017: 0.005, 'cinc2017-more': 0.005, lead1: 0.005 },
    'share',
  ),
  least('atrial fibrillation: F1', (f) => atrialF1(wearable(f)), { 'cinc2017-more': 0.8 }, 'number'),
  least(
    'bedside ventricular tachycardia: true repeated',
    (f) => bedside(f)?.Ventricular_Tachycardia?.sensitivity,
    {
      [vt.all]: 0.85,
      [vt.first]: 0.8,
    },
  ),
  least(
    'bedside ventricular tachycardia: false not repeated',
    (f) => bedside(f)?.Ventricular_Tachycardia?.specificity,
    { [vt.all]: 0.9, [vt.first]: 0.85 },
  ),
  least('bedside asystole: true repeated', (f) => bedside(f)?.Asystole?.sensitivity, { [vt.all]: 0.9 }),
  least('bedside asystole: false not repeated', (f) => bedside(f)?.Asystole?.specificity, { [vt.all]: 0.85 }),
  least('bedside bradycardia: true repeated', (f) => bedside(f)?.Bradycardia?.sensitivity, { [vt.all]: 0.9 }),
  least('bedside bradycardia: false not repeated', (f) => bedside(f)?.Bradycardia?.specificity, {
    [vt.all]: 0.85,
  }),
  least('bedside tachycardia: true repeated', (f) => bedside(f)?.Tachycardia?.sensitivity, {
    [vt.all]: 0.95,
  }),
];

/** Of recordings that the model was not trained on. */
function atrialF1(pooled: ReturnType<typeof wearable>): number | undefined {
  const found = pooled?.atrialFibrillation;
  return found === undefined || found.trainedOn === 0 ? found?.f1 : found.crossValidatedF1;
}

function share(pooled: ReturnType<typeof wearable>): number | undefined {
  if (pooled === undefined || pooled.normalRecordings === 0) return undefined;
  return pooled.normalFalselySounding / pooled.normalRecordings;
}

/** Every target of the databases that were judged. */
export const summaryOf = (databases: Readonly<Record<string, DatabaseFigures>>): SummaryRow[] =>
  targets.flatMap(({ figure, unit, at, valueOf, targets: byDatabase }) =>
    Object.entries(byDatabase).flatMap(([database, target]) => {
      const found = databases[database];
      if (found === undefined) return [];
      const value = valueOf(found);
      const met = value !== undefined && (at === 'least' ? value >= target : value <= target);
      return [{ database, figure, unit, at, target, met, ...(value !== undefined && { value }) }];
    }),
  );

/** Where each figure is worst, among all databases that have it. */
export const worstOf = (databases: Readonly<Record<string, DatabaseFigures>>): WorstFigure[] =>
  targets.flatMap(({ figure, unit, at, valueOf }) => {
    const found = Object.entries(databases)
      .flatMap(([database, figures]) => {
        const value = valueOf(figures);
        return value === undefined ? [] : [{ figure, database, value, unit }];
      })
      .sort((a, b) => (at === 'least' ? a.value - b.value : b.value - a.value));
    return found.length < 2 ? [] : found.slice(0, 1);
  });
