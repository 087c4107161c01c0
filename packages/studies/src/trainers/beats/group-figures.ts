import { mean, sampleVariance } from '@beatwatch/statistics';
import { heldOutDataSets } from '../../training-data/beat-records.ts';
import { judgedClass, type JudgedClass, type JudgedRecord } from './judged-beats.ts';

const judgedClasses = ['V', 'S'] as const;

/** Figures of classes V and S by group of records: `mitdb`, `mitdb noise`, `mitdb, all leads` and so on. */
export type FiguresByGroup = Readonly<Record<string, Readonly<Record<'V' | 'S', JudgedClass>>>>;

/** Mean and standard deviation over seeds of each figure, by group and class. */
export type Spread = Readonly<
  Record<string, Readonly<Record<'V' | 'S', Record<keyof JudgedClass, readonly [number, number]>>>>
>;

/** Of the data sets that have ectopic beats enough to be judged by. */
export function figuresByGroup(judged: readonly JudgedRecord[]): FiguresByGroup {
  const groups = heldOutDataSets.flatMap((dataSet) =>
    ['', ' noise'].flatMap((noise) =>
      ['', ', other leads', ', all leads'].map((leads) => `${dataSet}${noise}${leads}`),
    ),
  );
  return Object.fromEntries(
    groups.flatMap((group) => {
      const records = judged.filter((record) => record.group === group);
      if (records.length === 0) return [];
      return [[group, { V: judgedClass(records, 'V'), S: judgedClass(records, 'S') }]];
    }),
  );
}

/** Figures as a model file keeps them, without those that are not known. */
export const metricsOf = (figures: FiguresByGroup): Record<string, Record<string, number>> =>
  Object.fromEntries(
    Object.entries(figures).flatMap(([group, classes]) =>
      judgedClasses.map((name) => [
        `${group} ${name}`,
        Object.fromEntries(
          Object.entries({ ...classes[name] }).filter(([, value]) => Number.isFinite(value)),
        ),
      ]),
    ),
  );

/** @param seeds figures of the same groups, of two seeds or more */
export function spreadOf(seeds: readonly FiguresByGroup[]): Spread {
  const names = ['auroc', 'aurocMedian', 'f1', 'sensitivity', 'predictivity'] as const;
  const overSeeds = (group: string, of: 'V' | 'S', name: keyof JudgedClass): readonly [number, number] => {
    const values = seeds.map((figures) => figures[group]?.[of][name] ?? Number.NaN);
    return [mean(values), Math.sqrt(sampleVariance(values))];
  };
  const ofClass = (group: string, of: 'V' | 'S') =>
    Object.fromEntries(names.map((name) => [name, overSeeds(group, of, name)])) as Record<
      keyof JudgedClass,
      readonly [number, number]
    >;
  return Object.fromEntries(
    Object.keys(seeds[0] ?? {}).map((group) => [group, { V: ofClass(group, 'V'), S: ofClass(group, 'S') }]),
  );
}
