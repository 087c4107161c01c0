import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EcgRecording } from '../live-path/ecg-recording.ts';
import { mixNoise } from './mix-noise.ts';

const samplingRateHz = 20;
const minutes = 10;

function recording(name: string, samples: Int16Array): EcgRecording {
  const beats = Array.from({ length: Math.floor(samples.length / 20) }, (_, index) => 10 + 20 * index);
  const annotations = beats.map((sample) => ({ sample, symbol: 'N', subtype: 0, channel: 0, number: 0 }));
  return { name, lead: 'II', samplingRateHz, microvoltsPerCount: 5, samples, annotations };
}

const clean = recording(
  '118',
  Int16Array.from({ length: minutes * 60 * samplingRateHz }, (_, index) => (index % 20 === 10 ? 200 : 0)),
);
const noise = recording(
  'em',
  Int16Array.from({ length: 7000 }, (_, index) => Math.round(300 * Math.sin(index / 3) + (index % 11) * 9)),
);
const secondsOf = (sample: number): number => sample / samplingRateHz;

describe('mixNoise', () => {
  const { recording: mixed, gain, noisy } = mixNoise(clean, noise, 6, { continuous: false });

  it('leaves five minutes clean, then two of every four', () => {
    expect(noisy).toEqual([
      { from: 300, to: 420 },
      { from: 540, to: 600 },
    ]);
    expect(mixed.samples.subarray(0, 300 * samplingRateHz)).toEqual(
      clean.samples.subarray(0, 300 * samplingRateHz),
    );
  });

  it('adds the noise times the gain, and only an offset elsewhere', () => {
    const added = Array.from(mixed.samples, (count, at) => count - clean.samples[at]!);
    for (const { from, to } of [...noisy, { from: 420, to: 540 }]) {
      const first = from * samplingRateHz;
      const isNoisy = noisy.some((span) => span.from === from);
      const rest = added
        .slice(first, to * samplingRateHz)
        .map((value, index) => value - (isNoisy ? gain * noise.samples[(first + index) % 7000]! : 0));
      expect(Math.max(...rest) - Math.min(...rest)).toBeLessThanOrEqual(1.001);
    }
  });

  it('removes the step where the noise begins and ends', () => {
    for (const at of [300, 420, 540].map((seconds) => seconds * samplingRateHz)) {
      const step =
        mixed.samples[at]! - clean.samples[at]! - (mixed.samples[at - 1]! - clean.samples[at - 1]!);
      expect(Math.abs(step), `at ${secondsOf(at)} s`).toBeLessThanOrEqual(
        Math.ceil(gain * Math.abs(noise.samples[at % 7000]! - noise.samples[(at - 1) % 7000]!)) + 1,
      );
    }
  });

  it('can be noisy from the first sample to the last', () => {
    const { noisy: all, recording: whole } = mixNoise(clean, noise, 6, { continuous: true });
    expect(all).toEqual([{ from: 0, to: 600 }]);
    expect(whole.samples.subarray(100, 400)).not.toEqual(clean.samples.subarray(100, 400));
  });

  it('adds twice the noise for 6.02 dB less', () => {
    fc.assert(
      fc.property(fc.double({ min: -10, max: 30, noNaN: true }), (snrDb) => {
        const less = mixNoise(clean, noise, snrDb - 20 * Math.log10(2), { continuous: true });
        const more = mixNoise(clean, noise, snrDb, { continuous: true });
        expect(less.gain / more.gain).toBeCloseTo(2, 9);
      }),
      { numRuns: 20 },
    );
  });

  it('resamples noise at another rate', () => {
    const fine = {
      ...noise,
      samplingRateHz: 40,
      samples: Int16Array.from(noise.samples, (_, at) => 3 * (at % 7)),
    };
    const { recording: mixed, gain } = mixNoise(clean, fine, 6, { continuous: true });
    const added = [0, 1, 2, 3].map((at) => (mixed.samples[at] ?? 0) - (clean.samples[at] ?? 0));
    expect(added).toEqual([0, 6, 12, 18].map((count) => Math.round(gain * count)));
  });
});
