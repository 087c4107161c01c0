import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationsOf, rateHz } from './test-annotations.ts';
import { matchPeaksOf, peakCounts, peakFigures } from './peak-score.ts';

const countsOf = (symbols: string, peaks: readonly number[], within?: { from: number; to: number }[]) =>
  peakCounts(
    matchPeaksOf(peaks, {
      annotations: annotationsOf(symbols),
      samplingRateHz: rateHz,
      recordSeconds: symbols.length + 1,
      ...(within && { within }),
    }),
  );

describe('peakCounts', () => {
  it('matches within 150 ms and uses each peak once', () => {
    expect(countsOf('NNN', [1.15, 1.9, 3.16])).toEqual({
      truePositives: 2,
      falseNegatives: 1,
      falsePositives: 1,
    });
    expect(countsOf('N', [0.95, 1.05])).toMatchObject({ truePositives: 1, falsePositives: 1 });
  });

  it('excludes flutter', () => {
    expect(countsOf('NN[!!]N', [1, 2, 4.5, 5.5, 7])).toEqual({
      truePositives: 3,
      falseNegatives: 0,
      falsePositives: 0,
    });
  });

  it('counts within spans by the time of the annotation', () => {
    expect(countsOf('NNNN', [1, 2.05, 2.5], [{ from: 1.5, to: 3.5 }])).toEqual({
      truePositives: 1,
      falseNegatives: 1,
      falsePositives: 1,
    });
  });

  it('counts every beat and every peak exactly once', () => {
    const someTimes = fc
      .array(fc.integer({ min: 1, max: 3000 }), { maxLength: 40 })
      .map((list) => [...new Set(list)].sort((a, b) => a - b).map((at) => at / rateHz));
    fc.assert(
      fc.property(someTimes, someTimes, (beats, peaks) => {
        const annotations = beats.map((seconds) => ({ ...annotationsOf('N')[0]!, sample: seconds * rateHz }));
        const counts = peakCounts(
          matchPeaksOf(peaks, { annotations, samplingRateHz: rateHz, recordSeconds: 30 }),
        );
        expect(counts.truePositives + counts.falseNegatives).toBe(beats.length);
        expect(counts.truePositives + counts.falsePositives).toBe(peaks.length);
      }),
    );
  });
});

describe('peakFigures', () => {
  it('has no share if there is nothing to divide by', () => {
    expect(peakFigures({ truePositives: 0, falseNegatives: 0, falsePositives: 0 })).toEqual({});
    expect(peakFigures({ truePositives: 3, falseNegatives: 1, falsePositives: 0 })).toEqual({
      sensitivity: 0.75,
      positivePredictivity: 1,
    });
  });
});
