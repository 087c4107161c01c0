import { quantile } from './quantile.ts';
import { createSeededRandom } from './random/xoshiro.ts';

/** Bounds of a 95 % interval. */
export type Interval = readonly [low: number, high: number];

const draws = 1000;
const seed = 1;

/**
 * 95 % intervals of some figures by bootstrap: 1,000 draws of as many units as there are, with replacement. The same units
 * give the same intervals.
 * @param figuresOf figures of the units of a draw; undefined or NaN where a draw has none. A figure without any has no interval
 */
export function bootstrapIntervals<Unit, Name extends string>(
  units: readonly Unit[],
  figuresOf: (units: readonly Unit[]) => Readonly<Partial<Record<Name, number | undefined>>>,
): Partial<Record<Name, Interval>> {
  const random = createSeededRandom(seed);
  const values = new Map<Name, number[]>();
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = units.map(() => units[Math.floor(random.next() * units.length)] as Unit);
    for (const [name, value] of Object.entries(figuresOf(drawn)) as [Name, number | undefined][]) {
      if (value === undefined || Number.isNaN(value)) continue;
      const known = values.get(name);
      if (known === undefined) values.set(name, [value]);
      else known.push(value);
    }
  }
  const intervals: Partial<Record<Name, Interval>> = {};
  for (const [name, drawn] of values) {
    intervals[name] = [quantile(drawn, 0.025), quantile(drawn, 0.975)];
  }
  return intervals;
}
