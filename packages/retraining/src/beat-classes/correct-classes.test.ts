import { beatFeatureNames } from '@beatwatch/adaptation';
import { classLogits, fitBoostedTrees, softmax, type BoostedTrees } from '@beatwatch/boosted-trees';
import { beatClasses, type BeatClass } from '@beatwatch/contracts';
import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import type { ClassRow, RowSource } from './class-row.ts';
import { correctClasses, correctionDefaults } from './correct-classes.ts';
import { labelsTold } from './labels-told.ts';

const columns = beatFeatureNames.length;
const [width, early] = ['widthToUsual', 'rrToMedian'].map((name) =>
  beatFeatureNames.indexOf(name as (typeof beatFeatureNames)[number]),
) as [number, number];
const random = createSeededRandom(3);

/** Beats of a width against the usual one and of how early they are, with noise in all else. */
function rowsOf(
  count: number,
  {
    target,
    at,
    source,
    patient = 'p',
  }: { target: BeatClass; at: readonly [number, number]; source: RowSource; patient?: string },
): ClassRow[] {
  return Array.from({ length: count }, () => {
    const features = Float32Array.from({ length: columns }, () => random.normal());
    features[width] = at[0] + 0.1 * random.normal();
    features[early] = at[1] + 0.1 * random.normal();
    return { features, target, source, patient };
  });
}

const narrow = { target: 'N', at: [0, 0] } as const;
const broadAndEarly = { target: 'V', at: [1, -1] } as const;
/** Broad beats that come on time: a bundle branch block, which the base has not seen. */
const broadOnTime = [1, 0] as const;

const known = [
  ...rowsOf(300, { ...narrow, source: 'reference', patient: 'r-1' }),
  ...rowsOf(100, { target: 'N', at: [0, -1], source: 'reference', patient: 'r-1' }),
  ...rowsOf(100, { ...broadAndEarly, source: 'reference', patient: 'r-1' }),
];
const base: BoostedTrees = fitBoostedTrees(
  {
    features: Float32Array.from(known.flatMap(({ features }) => [...features])),
    columns,
    targets: known.map(({ target }) => beatClasses.indexOf(target)),
    classes: beatClasses.length,
  },
  { rounds: 15, depth: 3, learningRate: 0.2, columnShare: 1, seed: 1 },
);

const probabilityOf = (trees: BoostedTrees, { features }: ClassRow, of: BeatClass): number =>
  softmax(classLogits(trees, features))[beatClasses.indexOf(of)] ?? 0;

describe('a correction', () => {
  const falseAlarms = rowsOf(30, { target: 'N', at: broadOnTime, source: 'false alarm', patient: 'w-1' });
  const settings = { ...correctionDefaults, seed: 5 };

  it('tells beats like those of labelled false alarms anew, and others as before', () => {
    const corrected = correctClasses(base, [...falseAlarms, ...known], settings);
    expect(labelsTold(base, falseAlarms).falseAlarms.calledVentricular).toBeGreaterThan(10);
    const unseen = rowsOf(50, { target: 'N', at: broadOnTime, source: 'false alarm' });
    expect(labelsTold(corrected, unseen).falseAlarms.calledVentricular).toBeLessThan(5);
    const ventricular = rowsOf(50, { ...broadAndEarly, source: 'true alarm' });
    expect(labelsTold(corrected, ventricular).trueAlarms.calledVentricular).toBeGreaterThan(45);
  });

  it('comes to the same trees for the same rows and seed', () => {
    const rows = [...falseAlarms, ...known];
    expect(correctClasses(base, rows, settings)).toEqual(correctClasses(base, rows, settings));
  });

  it('lets nobody count by the number of their alarms alone', () => {
    // One patient's thirty beats say N, thirty patients' two each say V.
    const others = Array.from({ length: 30 }, (_, index) =>
      rowsOf(2, { target: 'V', at: broadOnTime, source: 'true alarm', patient: `o-${index}` }),
    ).flat();
    const corrected = correctClasses(base, [...falseAlarms, ...others, ...known], settings);
    const [beat] = rowsOf(1, { target: 'V', at: broadOnTime, source: 'true alarm' });
    expect(probabilityOf(corrected, beat!, 'V')).toBeGreaterThan(0.5);
  });

  it('does not lean to classes of which every beat is there, where others are thinned', () => {
    // Of ten broad beats on time eight are normal; of these every eighth is learned from.
    const mixed = [
      ...rowsOf(960, { target: 'N', at: broadOnTime, source: 'reference', patient: 'r-2' }),
      ...rowsOf(240, { target: 'V', at: broadOnTime, source: 'reference', patient: 'r-2' }),
    ];
    const thinned = mixed.filter(({ target }, index) => target === 'V' || index % 8 === 0);
    const all = [...known, ...rowsOf(20, { ...broadAndEarly, source: 'true alarm' })];
    const weighed = thinned.map((row) => ({ ...row, ...(row.target === 'N' && { beats: 8 }) }));
    const unseen = rowsOf(100, { target: 'N', at: broadOnTime, source: 'reference' });
    const after = (rows: readonly ClassRow[]): number => {
      const trees = correctClasses(base, [...all, ...rows], settings);
      return unseen.reduce((sum, row) => sum + probabilityOf(trees, row, 'V'), 0) / unseen.length;
    };
    expect(after(mixed)).toBeLessThan(0.3);
    expect(after(weighed)).toBeLessThan(0.45);
    expect(after(thinned)).toBeGreaterThan(0.55);
  });

  it('is refused where no beat is of a labelled alarm', () => {
    expect(() => correctClasses(base, known, settings)).toThrow('beats of labelled alarms: found none');
  });
});
