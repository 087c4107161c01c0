import { expect, it } from 'vitest';
import { beatAxes, levelsOf } from './beat-layout.ts';

const beat = (preprocessing: string, length: number) => ({
  timeUs: 1.7e15,
  rrIntervalMs: 800,
  lead: 'II',
  preprocessing,
  samples: new Array<number>(length).fill(0),
});

it('shows a window around the R peak in millivolts, and a beat from R peak to R peak in standard deviations', () => {
  expect(beatAxes(beat('r-window-88-microvolts', 88))).toMatchObject({
    fromMs: -248,
    toMs: 448,
    scale: 0.001,
    unit: 'mV',
  });
  expect(beatAxes(beat('rr-140-zscore', 140))).toMatchObject({
    fromMs: 0,
    toMs: 800,
    ticksMs: [0, 200, 400, 600, 800],
    unit: 'standard deviations',
  });
});

it('labels an axis with round values', () => {
  expect(levelsOf(-0.31, 1.25)).toEqual([0, 0.5, 1]);
  expect(levelsOf(-1.2, 4.6)).toEqual([0, 2, 4]);
  expect(levelsOf(-0.02, 0.08)).toEqual([-0.02, 0, 0.02, 0.04, 0.06, 0.08]);
});
