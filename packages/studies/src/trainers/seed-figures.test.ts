import { describe, expect, it } from 'vitest';
import { seedFigures } from './seed-figures.ts';

describe('seedFigures', () => {
  it('gives each figure by seed, its mean and its range', () => {
    const figures = seedFigures([
      { cinc2015: { found: 40, refused: 63 }, shift: 0.5 },
      { cinc2015: { found: 43, refused: 60 }, shift: 0.4 },
    ]);
    expect(figures).toEqual({
      'cinc2015/found': { values: [40, 43], mean: 41.5, least: 40, most: 43 },
      'cinc2015/refused': { values: [63, 60], mean: 61.5, least: 60, most: 63 },
      shift: { values: [0.5, 0.4], mean: 0.45, least: 0.4, most: 0.5 },
    });
  });

  it('leaves out a figure that one of the trainings lacks', () => {
    expect(seedFigures([{ f1: 0.8, median: 1 }, { f1: 0.9 }])).not.toHaveProperty('median');
  });
});
