import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signalModels } from '../../../../test/stack/signal-models.ts';
import { pieces, testSignal } from '../test-signal.ts';
import {
  advanceFibrillation,
  closeFibrillationSecond,
  fibrillationDesign,
  FibrillationState,
  fibrillationState,
} from './fibrillation.ts';

/** Index of each second of a signal read in pieces of the given lengths. */
function indices(samples: Int16Array, samplingRateHz: number, lengths: readonly number[] = [1e9]): number[] {
  const design = fibrillationDesign(samplingRateHz);
  const state = fibrillationState();
  const second = Math.floor(samplingRateHz);
  return Array.from({ length: Math.floor(samples.length / second) }, (_, index) => {
    for (const piece of pieces(samples.subarray(index * second, (index + 1) * second), lengths)) {
      advanceFibrillation(state, design, piece, 5);
    }
    return closeFibrillationSecond(state, design, signalModels.fibrillation).fibrillationIndex;
  });
}

/** Waves at about 4.6 Hz with varying amplitude and frequency, in counts of 5 microvolts. */
const fibrillating = (seconds: number, samplingRateHz: number): Int16Array =>
  Int16Array.from({ length: seconds * samplingRateHz }, (_, index) => {
    const time = index / samplingRateHz;
    const phase = 2 * Math.PI * 4.6 * time + 1.5 * Math.sin(1.9 * time);
    return Math.round(80 * (1 + 0.5 * Math.sin(0.8 * time)) * Math.sin(phase));
  });

describe('the fibrillation index', () => {
  it.each([50, 100, 130, 250, 360, 1000, 2000])(
    'distinguishes continuous waves from beats at %i Hz',
    (rate) => {
      expect(Math.min(...indices(fibrillating(20, rate), rate).slice(4))).toBeGreaterThan(0.7);
      expect(Math.max(...indices(testSignal(20, rate).samples, rate))).toBeLessThan(0.1);
      const tachycardia = testSignal(20, rate, [0.4]).samples;
      expect(Math.max(...indices(tachycardia, rate))).toBeLessThan(0.1);
    },
  );

  it('is 0 before the first window, on a flat line, and on waves no larger than interference', () => {
    expect(indices(fibrillating(3, 250), 250)).toEqual([0, 0, 0]);
    expect(new Set(indices(new Int16Array(2500).fill(700), 250))).toEqual(new Set([0]));
    const small = fibrillating(20, 250).map((count) => Math.round(count / 15));
    expect(new Set(indices(small, 250))).toEqual(new Set([0]));
  });

  it('rises within five seconds of the onset and falls within five of the end', () => {
    const rate = 250;
    const parts = [testSignal(20, rate).samples, fibrillating(20, rate), testSignal(20, rate).samples];
    const all = Int16Array.from(parts.flatMap((part) => [...part]));
    const high = indices(all, rate).map((index) => index >= 0.5);
    expect(high.indexOf(true)).toBeGreaterThanOrEqual(20);
    expect(high.indexOf(true)).toBeLessThan(25);
    expect(high.lastIndexOf(true)).toBeLessThan(45);
    expect(high.slice(high.indexOf(true), 40)).not.toContain(false);
  });

  it('is bit-identical for every split of the samples', () => {
    const samples = Int16Array.from([...testSignal(6, 130).samples, ...fibrillating(8, 130)]);
    const whole = indices(samples, 130);
    expect(new Set(whole).size).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 130 }), { minLength: 1, maxLength: 8 }), (lengths) => {
        expect(indices(samples, 130, lengths)).toEqual(whole);
      }),
    );
  });

  it('continues bit-identically from a stored state', () => {
    const samples = fibrillating(10, 250);
    const design = fibrillationDesign(250);
    let state = fibrillationState();
    const restored = Array.from({ length: 10 }, (_, index) => {
      advanceFibrillation(state, design, samples.subarray(index * 250, index * 250 + 100), 5);
      state = new FibrillationState(structuredClone(state));
      advanceFibrillation(state, design, samples.subarray(index * 250 + 100, (index + 1) * 250), 5);
      return closeFibrillationSecond(state, design, signalModels.fibrillation).fibrillationIndex;
    });
    expect(restored).toEqual(indices(samples, 250));
  });
});
