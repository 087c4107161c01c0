import { mean } from '@beatwatch/statistics';

/** Each decides folds, rows and features of one training; the model of the first is written. */
export type Seeds = readonly [number, ...number[]];

/** Figures of one training, by names that may nest. */
export interface Figures {
  readonly [name: string]: number | undefined | Figures;
}

/** The figures of each data set as figures that nest. */
export const nestedFigures = (figures: Readonly<Record<string, object>>): Figures =>
  Object.fromEntries(Object.entries(figures).map(([name, one]) => [name, { ...one }]));

/** One figure of trainings that differ in their seed alone. */
export interface SeedFigure {
  /** In the order of the seeds. */
  readonly values: readonly number[];
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Every figure that all trainings have, by its path: names joined by a slash.
 * @param runs one for each seed
 */
export function seedFigures(runs: readonly Figures[]): Readonly<Record<string, SeedFigure>> {
  const [first = new Map<string, number>(), ...others] = runs.map((run) => new Map(flat(run, '')));
  return Object.fromEntries(
    [...first].flatMap(([path, value]) => {
      const values = [value, ...others.flatMap((other) => other.get(path) ?? [])];
      if (values.length < runs.length) return [];
      return [[path, { values, mean: mean(values), least: Math.min(...values), most: Math.max(...values) }]];
    }),
  );
}

const flat = (figures: Figures, before: string): [string, number][] =>
  Object.entries(figures).flatMap(([name, value]): [string, number][] => {
    if (value === undefined) return [];
    return typeof value === 'number' ? [[`${before}${name}`, value]] : flat(value, `${before}${name}/`);
  });
