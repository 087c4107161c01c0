import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces, testSignal } from '../test-signal.ts';
import { createRPeakDetector } from './detector.ts';
import { matchPeaks } from './matching.ts';
import type { DetectorState } from './state.ts';

const microvoltsOf = (samples: Int16Array): Float64Array => Float64Array.from(samples, (count) => count * 5);

/** Adds electrode motion from a fixed seed: smooth humps of 0.15 to 0.75 mV, up and down, about two a second. */
function withMotion(signal: Float64Array, samplingRateHz: number): Float64Array {
  const moved = signal.slice();
  let seed = 7;
  const random = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let at = 5; at < signal.length / samplingRateHz; at += random()) {
    const width = 0.02 + 0.03 * random();
    const height = (random() < 0.5 ? -1 : 1) * (150 + 600 * random());
    for (const [index, value] of moved.entries()) {
      moved[index] = value + height * Math.exp(-0.5 * ((index / samplingRateHz - at) / width) ** 2);
    }
  }
  return moved;
}

const lengths = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 6 });

describe('createRPeakDetector', () => {
  it.each([100, 130, 250, 360, 500, 1000])(
    'finds every R peak within 15 ms at %i Hz, upright or inverted',
    (samplingRateHz) => {
      const { samples, rPeakSeconds } = testSignal(60, samplingRateHz);
      for (const sign of [1, -1]) {
        const signal = microvoltsOf(samples).map((value) => sign * value);
        const peaks = createRPeakDetector({ samplingRateHz }).push(signal);
        const reference = rPeakSeconds.map((seconds) => Math.round(seconds * samplingRateHz));
        const { missed, extra, offsets } = matchPeaks(reference, peaks, Math.ceil(0.015 * samplingRateHz));
        expect({ missed, extra }).toEqual({ missed: [], extra: [] });
        expect(offsets).toHaveLength(rPeakSeconds.length);
      }
    },
  );

  it('ignores humps of electrode motion, which differ in shape and timing from beats', () => {
    const { samples, rPeakSeconds } = testSignal(120, 250);
    const peaks = createRPeakDetector({ samplingRateHz: 250 }).push(withMotion(microvoltsOf(samples), 250));
    const reference = rPeakSeconds.map((seconds) => Math.round(seconds * 250));
    const { truePositives, extra } = matchPeaks(reference, peaks, 0.15 * 250);
    expect(truePositives / reference.length).toBeGreaterThan(0.97);
    expect(truePositives / (truePositives + extra.length)).toBeGreaterThan(0.97);
  });

  it('finds unexpected early beats and pauses in a quiet signal', () => {
    const { samples, rPeakSeconds } = testSignal(60, 250, [0.8, 0.8, 0.8, 0.42, 1.2, 0.8, 0.8, 2.2]);
    const peaks = createRPeakDetector({ samplingRateHz: 250 }).push(microvoltsOf(samples));
    const reference = rPeakSeconds.map((seconds) => Math.round(seconds * 250));
    const { missed, extra } = matchPeaks(reference, peaks, 5);
    expect({ missed, extra }).toEqual({ missed: [], extra: [] });
  });

  it('gives the same peaks for every split of the signal', () => {
    const signal = withMotion(microvoltsOf(testSignal(20, 250).samples), 250);
    const whole = createRPeakDetector({ samplingRateHz: 250 }).push(signal);
    fc.assert(
      fc.property(lengths, (split) => {
        const detector = createRPeakDetector({ samplingRateHz: 250 });
        expect(pieces(signal, split).flatMap((piece) => detector.push(piece))).toEqual(whole);
      }),
    );
  });

  it('continues bit-identically from a stored state', () => {
    const signal = withMotion(microvoltsOf(testSignal(20, 250).samples), 250);
    const whole = createRPeakDetector({ samplingRateHz: 250 });
    const peaks = whole.push(signal);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: signal.length }), (at) => {
        const before = createRPeakDetector({ samplingRateHz: 250 });
        const first = before.push(signal.subarray(0, at));
        const stored = deserialize(serialize(before.snapshot())) as DetectorState;
        const after = createRPeakDetector({ samplingRateHz: 250 }, stored);
        expect([...first, ...after.push(signal.subarray(at))]).toEqual(peaks);
        expect(after.snapshot()).toEqual(whole.snapshot());
      }),
      { numRuns: 30 },
    );
  });

  it('reports a peak within 0.35 s once its levels are learned', () => {
    const samplingRateHz = 250;
    const detector = createRPeakDetector({ samplingRateHz });
    let read = 0;
    for (const piece of pieces(microvoltsOf(testSignal(30, samplingRateHz).samples), [1])) {
      read += 1;
      for (const peak of detector.push(piece)) {
        if (read > 2.5 * samplingRateHz) expect((read - peak) / samplingRateHz).toBeLessThan(0.35);
      }
    }
  });

  it('recovers after beats have become five times smaller', () => {
    const loud = microvoltsOf(testSignal(20, 250).samples);
    const quiet = loud.map((value) => value / 5);
    const peaks = createRPeakDetector({ samplingRateHz: 250 }).push(Float64Array.from([...loud, ...quiet]));
    const late = peaks.filter((peak) => peak > 250 * 26);
    expect(late.length).toBeGreaterThanOrEqual(16);
  });

  it('recovers within 6 s from artefacts of several millivolts while a device is put on', () => {
    for (const samplingRateHz of [130, 300]) {
      const { samples, rPeakSeconds } = testSignal(40, samplingRateHz);
      const signal = microvoltsOf(samples).map((value, index) => {
        const seconds = index / samplingRateHz;
        return seconds < 2 ? 12_000 * Math.sin(40 * seconds) * Math.exp(-3 * Math.abs(seconds - 1)) : value;
      });
      const peaks = createRPeakDetector({ samplingRateHz }).push(signal);
      const after = (seconds: number): boolean => seconds > 6;
      const { missed, extra } = matchPeaks(
        rPeakSeconds.filter(after).map((seconds) => Math.round(seconds * samplingRateHz)),
        peaks.filter((peak) => after(peak / samplingRateHz)),
        Math.ceil(0.05 * samplingRateHz),
      );
      expect({ samplingRateHz, missed, extra }).toEqual({ samplingRateHz, missed: [], extra: [] });
    }
  });

  it('finds no beats on a flat line, in faint noise or in mains hum with the notch', () => {
    const flat = new Float64Array(250 * 20).fill(1234);
    const hum = flat.map((_, index) => 500 * Math.sin((2 * Math.PI * 50 * index) / 250));
    const noise = flat.map((_, index) => (Math.imul(index, 2_654_435_761) >>> 24) / 25);
    for (const signal of [flat, noise]) {
      expect(createRPeakDetector({ samplingRateHz: 250 }).push(signal)).toEqual([]);
    }
    // The notch needs a moment to settle.
    const peaks = createRPeakDetector({ samplingRateHz: 250, mainsHz: 50 }).push(hum);
    expect(peaks.filter((peak) => peak > 500)).toEqual([]);
  });
});

describe('matchPeaks', () => {
  it('pairs each beat with one peak and lists the rest', () => {
    expect(matchPeaks([100, 200, 300], [98, 150, 210, 340], 15)).toEqual({
      truePositives: 2,
      missed: [300],
      extra: [150, 340],
      offsets: [-2, 10],
    });
    expect(matchPeaks([100], [90, 101], 15)).toMatchObject({ extra: [90], offsets: [1] });
  });

  it('accounts for every beat and peak, and finds the most pairs possible', () => {
    const sorted = fc
      .uniqueArray(fc.integer({ min: 0, max: 300 }), { maxLength: 12 })
      .map((all) => all.toSorted((a, b) => a - b));
    /** Plain reference: most pairs by exhaustive search over pairing or skipping each beat. */
    const best = (beats: readonly number[], peaks: readonly number[]): number => {
      const [beat, ...others] = beats;
      if (beat === undefined) return 0;
      const first = peaks.findIndex((peak) => Math.abs(peak - beat) <= 15);
      const skipped = best(others, peaks);
      return first === -1 ? skipped : Math.max(skipped, 1 + best(others, peaks.slice(first + 1)));
    };
    // Beats are at least twice the tolerance apart, as heart beats are.
    const beats = sorted.map((all) => all.filter((at, index) => index === 0 || at - all[index - 1]! > 30));
    fc.assert(
      fc.property(beats, sorted, (reference, detected) => {
        const { truePositives, missed, extra } = matchPeaks(reference, detected, 15);
        expect(truePositives + missed.length).toBe(reference.length);
        expect(truePositives + extra.length).toBe(detected.length);
        expect(truePositives).toBe(best(reference, detected));
      }),
    );
  });
});
