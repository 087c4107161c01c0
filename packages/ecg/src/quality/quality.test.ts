import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signalModels } from '../../../../test/stack/signal-models.ts';
import { pieces, testSignal } from '../test-signal.ts';
import {
  advanceQuality,
  closeSecond,
  qualityDesign,
  qualityState,
  QualityState,
  type StoredQuality,
  type SecondQuality,
} from './quality.ts';

const microvoltsPerCount = 5;

/** Judges a signal read in pieces of the given lengths; `between` may replace the state after each. */
function judge(
  samples: Int16Array,
  samplingRateHz: number,
  lengths: readonly number[] = [1e6],
  between = (state: QualityState): QualityState => state,
): SecondQuality[] {
  const design = qualityDesign(samplingRateHz);
  let state = qualityState();
  const judged: SecondQuality[] = [];
  let read = 0;
  for (const piece of pieces(samples, lengths)) {
    for (let done = 0; done < piece.length;) {
      const count = Math.min(piece.length - done, design.secondLength - read);
      advanceQuality(state, design, piece.subarray(done, done + count), microvoltsPerCount);
      state = between(state);
      done += count;
      read += count;
      if (read < design.secondLength) continue;
      judged.push(closeSecond(state, design, signalModels.quality));
      read = 0;
    }
  }
  return judged;
}

const ecg = (seconds: number, samplingRateHz: number): Int16Array =>
  testSignal(seconds, samplingRateHz).samples;

/** Pseudo-random numbers from -1 to 1 from a fixed seed. */
function noise(seed: number): () => number {
  let current = seed;
  return () => {
    current = (Math.imul(current, 1_664_525) + 1_013_904_223) >>> 0;
    return current / 2 ** 31 - 1;
  };
}

const shareUnusable = (judged: readonly SecondQuality[]): number =>
  judged.filter(({ qualityIndex }) => qualityIndex < 0.5).length / judged.length;

it('refuses samples behind a second that has not been judged', () => {
  const design = qualityDesign(250);
  const state = qualityState();
  advanceQuality(state, design, new Int16Array(design.secondLength), microvoltsPerCount);
  expect(() => {
    advanceQuality(state, design, new Int16Array(1), microvoltsPerCount);
  }).toThrow(RangeError);
});

describe('the quality of a second', () => {
  it.each([50, 100, 128, 130, 250, 360, 500, 1000, 2000])(
    'is good for a clean ECG at %i Hz, upright or inverted',
    (rate) => {
      for (const sign of [1, -1]) {
        const judged = judge(
          ecg(30, rate).map((count) => sign * count),
          rate,
        );
        expect(judged).toHaveLength(30);
        expect(Math.min(...judged.map(({ qualityIndex }) => qualityIndex))).toBeGreaterThan(0.5);
        expect(judged.flatMap(({ faults }) => faults)).toEqual([]);
      }
    },
  );

  it('is bit-identical for every split of the signal and after storing the state', () => {
    const random = noise(3);
    const samples = ecg(12, 250).map((count, index) => count + (index > 1500 ? 150 * random() : 0));
    const whole = judge(samples, 250);
    expect(shareUnusable(whole)).toBeGreaterThan(0.2);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 }), (lengths) => {
        expect(judge(samples, 250, lengths)).toEqual(whole);
        const stored = (state: QualityState): QualityState =>
          new QualityState(deserialize(serialize(state)) as StoredQuality);
        expect(judge(samples, 250, [97, ...lengths], stored)).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('is in range for any samples', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(50, 130, 250, 1000 / 3),
        fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 40 }),
        (rate, values) => {
          const samples = Int16Array.from({ length: 5 * rate }, (_, index) => values[index % values.length]!);
          for (const { qualityIndex } of judge(samples, rate)) {
            expect(qualityIndex).toBeGreaterThanOrEqual(0);
            expect(qualityIndex).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reports flat at once, lead-off after two seconds, and recovers', () => {
    const samples = ecg(30, 250);
    samples.fill(-200, 10 * 250, 15 * 250);
    const judged = judge(samples, 250);
    expect(judged[10]).toMatchObject({ qualityIndex: 0, faults: ['flat'] });
    for (const second of judged.slice(11, 15)) {
      expect(second).toEqual({ qualityIndex: 0, faults: ['flat', 'lead-off'] });
    }
    for (const { qualityIndex } of judged.slice(20)) expect(qualityIndex).toBeGreaterThan(0.5);
  });

  it('keeps a quiet line usable unless it is flat: it may be asystole', () => {
    const random = noise(5);
    const samples = ecg(30, 250).map((count, index) =>
      index > 10 * 250 ? Math.round(4 * random() + 8 * Math.sin(index / 300)) : count,
    );
    for (const { qualityIndex } of judge(samples, 250).slice(14)) expect(qualityIndex).toBeGreaterThan(0.5);
  });

  it('reports saturation of a signal clipped far from its usual level', () => {
    const samples = ecg(20, 250).map((count, index) =>
      index > 10 * 250
        ? Math.min(500, count + Math.round(3000 * Math.sin((index / 250) * 2 * Math.PI)))
        : count,
    );
    const judged = judge(samples, 250);
    expect(judged.slice(0, 10).flatMap(({ faults }) => faults)).toEqual([]);
    for (const { qualityIndex, faults } of judged.slice(11)) {
      expect(qualityIndex).toBeLessThan(0.5);
      expect(faults).toContain('saturation');
    }
  });

  it('reports lead-off for pure mains hum', () => {
    const samples = Int16Array.from({ length: 2500 }, (_, index) =>
      Math.round(150 * Math.sin((2 * Math.PI * 50 * index) / 250.3)),
    );
    for (const second of judge(samples, 250).slice(2)) {
      expect(second).toEqual({ qualityIndex: 0, faults: ['lead-off'] });
    }
  });

  it('is poor with a rattling contact at any rate, but not with tall narrow beats', () => {
    for (const samplingRateHz of [130, 250, 500]) {
      const clean = ecg(20, samplingRateHz);
      const rattles = (at: number): boolean =>
        Math.floor(at / samplingRateHz) === 12 && at % samplingRateHz < 0.2 * samplingRateHz;
      const half = Math.max(1, Math.round(0.009 * samplingRateHz));
      const rattling = clean.map((count, at) =>
        rattles(at) ? count + (Math.floor(at / half) % 2 === 0 ? 150 : -150) : count,
      );
      const judged = judge(rattling, samplingRateHz);
      expect(judged[12]!.qualityIndex).toBeLessThan(0.5);
      expect(judged[12]!.faults).toContain('electrode-motion');
      const tall = judge(
        clean.map((count) => 3 * count),
        samplingRateHz,
      ).slice(4);
      expect(Math.min(...tall.map(({ qualityIndex }) => qualityIndex))).toBeGreaterThan(0.5);
    }
  });

  it('reports muscle noise', () => {
    const random = noise(7);
    const samples = ecg(30, 250).map((count) => Math.round(count + 250 * random()));
    const judged = judge(samples, 250);
    expect(shareUnusable(judged)).toBeGreaterThan(0.9);
    expect(judged.filter(({ faults }) => faults.includes('muscle')).length).toBeGreaterThan(27);
  });

  it('reports baseline wander that hides beats', () => {
    const random = noise(11);
    let [slope, level] = [0, 0];
    const samples = ecg(40, 250).map((count) => {
      slope = 0.99 * slope + 6 * random();
      level = 0.998 * level + slope;
      return Math.round(count + level);
    });
    const judged = judge(samples, 250).slice(4);
    expect(shareUnusable(judged)).toBeGreaterThan(0.7);
    expect(judged.filter(({ faults }) => faults.includes('baseline')).length).toBeGreaterThan(27);
  });
});
