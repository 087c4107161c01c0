import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionMetrics } from './confusion.ts';
import { areaUnderRoc, averagePrecision } from './ranking.ts';

// Few distinct scores, so that ties are common.
const items = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 6 }), positive: fc.boolean() }), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((list) => list.some((item) => item.positive) && list.some((item) => !item.positive));
type Items = readonly { readonly score: number; readonly positive: boolean }[];
const columns = (list: Items) => ({
  scores: list.map((item) => item.score),
  positive: list.map((item) => item.positive),
});

describe('areaUnderRoc', () => {
  it('is the share of pairs in which the positive scores higher, where a tie counts half', () => {
    fc.assert(
      fc.property(items, (list) => {
        const positives = list.filter((item) => item.positive);
        const negatives = list.filter((item) => !item.positive);
        let wins = 0;
        for (const p of positives)
          for (const n of negatives) wins += p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0;
        expect(areaUnderRoc(columns(list))).toBeCloseTo(wins / (positives.length * negatives.length), 10);
      }),
    );
  });

  it('rejects NaN as a score', () => {
    expect(() => areaUnderRoc({ scores: [1, Number.NaN], positive: [true, false] })).toThrow('NaN');
  });
});

describe('averagePrecision', () => {
  it('is precision times gain in recall, summed over all thresholds', () => {
    fc.assert(
      fc.property(items, (list) => {
        const positives = list.filter((item) => item.positive).length;
        let [sum, recallBefore] = [0, 0];
        for (const threshold of [6, 5, 4, 3, 2, 1, 0]) {
          const flagged = list.filter((item) => item.score >= threshold);
          const hits = flagged.filter((item) => item.positive).length;
          if (flagged.length > 0) sum += (hits / flagged.length) * (hits / positives - recallBefore);
          recallBefore = hits / positives;
        }
        expect(averagePrecision(columns(list))).toBeCloseTo(sum, 10);
      }),
    );
  });
});

describe('decisionMetrics', () => {
  it('counts each kind of decision and the recall of each class of anomaly', () => {
    const decision = (label: string, flagged: boolean) => ({ label, isAnomaly: label !== '1', flagged });
    const metrics = decisionMetrics([
      decision('1', false),
      decision('1', false),
      decision('1', true),
      decision('2', true),
      decision('2', true),
      decision('4', true),
      decision('4', false),
      decision('5', false),
    ]);
    expect(metrics).toEqual({
      counts: { truePositives: 3, falsePositives: 1, trueNegatives: 2, falseNegatives: 2 },
      accuracy: 5 / 8,
      specificity: 2 / 3,
      recallByClass: { 2: 1, 4: 0.5, 5: 0 },
    });
  });

  it('puts every item in exactly one count', () => {
    const anyDecision = fc.record({
      label: fc.constant('x'),
      isAnomaly: fc.boolean(),
      flagged: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyDecision, { minLength: 1 }), (decisions) => {
        const { counts, accuracy } = decisionMetrics(decisions);
        expect(Object.values<number>({ ...counts }).reduce((a, b) => a + b)).toBe(decisions.length);
        const right = decisions.filter(({ isAnomaly, flagged }) => isAnomaly === flagged).length;
        expect(accuracy).toBeCloseTo(right / decisions.length, 12);
      }),
    );
  });
});
