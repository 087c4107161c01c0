import { createRPeakDetector } from '@beatwatch/ecg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScript, type ScriptInput } from '../script/script.ts';
import type { PlannedBeat } from './rhythm.ts';
import { createSynthesiser, type SynthesiserOptions } from './synthesiser.ts';

const samplingRateHz = 250;

function synthesise(
  seconds: number,
  options: Partial<SynthesiserOptions> & { events?: ScriptInput } = {},
): { samples: Float32Array; beats: PlannedBeat[] } {
  const beats: PlannedBeat[] = [];
  const rateHz = options.samplingRateHz ?? samplingRateHz;
  const samples = new Float32Array(seconds * rateHz);
  createSynthesiser({
    seed: 1,
    samplingRateHz,
    script: parseScript(options.events ?? []),
    onBeat: (beat) => beats.push(beat),
    ...options,
  }).read(samples);
  return {
    samples,
    beats: beats.filter(({ timeSeconds }) => timeSeconds >= 0.5 && timeSeconds < seconds - 1),
  };
}

const quiet = { baselineWanderMv: 0, noiseMv: 0, breathingModulation: 0 };
const intervals = (beats: readonly PlannedBeat[]): number[] =>
  beats.slice(1).map(({ timeSeconds }, index) => timeSeconds - beats[index]!.timeSeconds);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Power of a series, sampled at 4 Hz, in a band: the plain discrete Fourier sum. */
function bandPower(series: readonly number[], fromHz: number, toHz: number): number {
  const centre = mean(series);
  let power = 0;
  for (let bin = 1; bin < series.length / 2; bin++) {
    const hz = (bin * 4) / series.length;
    if (hz < fromHz || hz >= toHz) continue;
    let real = 0;
    let imaginary = 0;
    series.forEach((value, index) => {
      const angle = (2 * Math.PI * bin * index) / series.length;
      real += (value - centre) * Math.cos(angle);
      imaginary += (value - centre) * Math.sin(angle);
    });
    power += real * real + imaginary * imaginary;
  }
  return power;
}

describe('createSynthesiser', () => {
  it('gives the same signal for the same seed, however it is read', () => {
    const { samples } = synthesise(10, { seed: 7 });
    const inPieces = new Float32Array(samples.length);
    const again = createSynthesiser({ seed: 7, samplingRateHz });
    for (let from = 0; from < inPieces.length; from += 75) again.read(inPieces.subarray(from, from + 75));
    expect(inPieces).toEqual(samples);
    expect(synthesise(10, { seed: 8 }).samples).not.toEqual(samples);
  });

  it('has the given heart rate, with Mayer waves and breathing in the RR intervals', () => {
    const { beats } = synthesise(600, {
      physiology: { heartRateBpm: 80, cycleVariationMs: 25, breathingHz: 0.25, lowToHighRatio: 1 },
    });
    const rr = intervals(beats);
    const centre = mean(rr);
    expect(60 / centre).toBeCloseTo(80, 0);
    expect(Math.sqrt(mean(rr.map((value) => (value - centre) ** 2)))).toBeCloseTo(0.025, 2);

    const evenly = Array.from({ length: 4 * 500 }, (_, index) => {
      const after = beats.findIndex(({ timeSeconds }) => timeSeconds > 5 + index / 4);
      return beats[after]!.timeSeconds - beats[after - 1]!.timeSeconds;
    });
    const mayer = bandPower(evenly, 0.06, 0.14);
    const breathing = bandPower(evenly, 0.2, 0.3);
    const total = bandPower(evenly, 0, 0.5);
    expect((mayer + breathing) / total).toBeGreaterThan(0.85);
    expect(mayer / breathing).toBeGreaterThan(0.4);
    expect(mayer / breathing).toBeLessThan(2.5);
  });

  it('has the maximum of every sinus beat at its R peak, at every sampling rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 200, max: 1000 }), (seed, rateHz) => {
        const { samples, beats } = synthesise(12, { seed, samplingRateHz: rateHz, physiology: quiet });
        for (const { timeSeconds } of beats) {
          const from = Math.round((timeSeconds - 0.25) * rateHz);
          const window = samples.subarray(from, Math.round((timeSeconds + 0.25) * rateHz));
          const peak = (from + window.indexOf(Math.max(...window))) / rateHz;
          expect(Math.abs(peak - timeSeconds)).toBeLessThan(0.006);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('makes ventricular beats premature, high and wide, without P, with inverted T and a compensatory pause', () => {
    const { samples, beats } = synthesise(30, {
      physiology: { ...quiet, heartRateBpm: 70, cycleVariationMs: 0 },
      events: [{ kind: 'ventricular-premature', atSeconds: 15 }],
    });
    const index = beats.findIndex(({ kind }) => kind === 'ventricular');
    const [before, early, after] = beats.slice(index - 1, index + 2).map(({ timeSeconds }) => timeSeconds);
    const cycle = 60 / 70;
    expect(early! - before!).toBeLessThan(0.7 * cycle);
    expect(after! - before!).toBeCloseTo(2 * cycle, 3);

    const at = (timeSeconds: number): number => samples[Math.round(timeSeconds * samplingRateHz)]!;
    const widthSeconds = (timeSeconds: number): number => {
      const half = at(timeSeconds) / 2;
      let width = 0;
      for (let offset = -50; offset <= 50; offset++) width += at(timeSeconds + offset / 250) > half ? 1 : 0;
      return width / 250;
    };
    expect(at(early!)).toBeGreaterThan(1.3 * at(before!));
    expect(widthSeconds(early!)).toBeGreaterThan(2 * widthSeconds(before!));
    expect(at(before! - 0.16)).toBeGreaterThan(0.1);
    expect(at(early! - 0.16)).toBeLessThan(0);
    expect(at(early! + 0.24)).toBeLessThan(-0.2);
  });

  it('follows repeated events: runs at their rate, one atrial beat, sinus rhythm between', () => {
    const { beats } = synthesise(130, {
      events: [
        { kind: 'ventricular-run', atSeconds: 20, everySeconds: 40, beats: 8, rateBpm: 150 },
        { kind: 'supraventricular-premature', atSeconds: 35 },
      ],
    });
    const ventricular = beats.filter(({ kind }) => kind === 'ventricular');
    expect(ventricular).toHaveLength(24);
    [20, 60, 100].forEach((seconds, run) => {
      const own = ventricular.slice(8 * run, 8 * run + 8);
      expect(Math.abs(own[0]!.timeSeconds - seconds)).toBeLessThan(1.5);
      expect(60 / mean(intervals(own))).toBeCloseTo(150, -1);
    });
    expect(beats.filter(({ kind }) => kind === 'supraventricular')).toHaveLength(1);
  });

  it('changes to a scripted rate and back within a few beats, with the same QRS width', () => {
    for (const rateBpm of [30, 170]) {
      const { samples, beats } = synthesise(80, {
        lead: 'II',
        physiology: { ...quiet, heartRateBpm: 70, cycleVariationMs: 0 },
        events: [{ kind: 'sinus-rate', atSeconds: 20, forSeconds: 40, rateBpm }],
      });
      const within = (from: number, to: number): PlannedBeat[] =>
        beats.filter(({ timeSeconds }) => timeSeconds > from && timeSeconds < to);
      expect(60 / mean(intervals(within(28, 53)))).toBeCloseTo(rateBpm, 0);
      expect(60 / mean(intervals(within(65, 79)))).toBeCloseTo(70, 0);
      const width = (timeSeconds: number): number => {
        const peak = Math.round(timeSeconds * samplingRateHz);
        const near = samples.subarray(peak - 15, peak + 16);
        return near.filter((value) => value > 0.5 * samples[peak]!).length;
      };
      const [before, scripted] = [within(5, 15), within(30, 50)].map((some) => width(some[2]!.timeSeconds));
      expect(Math.abs(scripted! - before!)).toBeLessThanOrEqual(1);
    }
  });

  it('adds scripted noise only during the event', () => {
    const physiology = quiet;
    const plain = synthesise(20, { physiology }).samples;
    for (const kind of ['muscle-noise', 'electrode-motion', 'baseline-wander'] as const) {
      const noisy = synthesise(20, { physiology, events: [{ kind, atSeconds: 8, forSeconds: 4 }] }).samples;
      const differs = (from: number, to: number): boolean =>
        plain.subarray(from * 250, to * 250).some((value, index) => noisy[from * 250 + index] !== value);
      expect([kind, differs(0, 8), differs(8, 12), differs(12, 20)]).toEqual([kind, false, true, false]);
    }
  });

  it('gives R peaks that the detector finds once each, with a constant delay', () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const { samples, beats } = synthesise(60, { seed });
      const found = createRPeakDetector({ samplingRateHz })
        .push(samples.map((value) => value * 1000))
        .map((sample) => sample / samplingRateHz);
      const settled = beats.filter(({ timeSeconds }) => timeSeconds > 4);
      const peaks = found.filter((seconds) => seconds > 3.8 && seconds < settled.at(-1)!.timeSeconds + 0.2);
      expect(peaks).toHaveLength(settled.length);
      const delays = peaks.map((seconds, index) => seconds - settled[index]!.timeSeconds);
      expect(Math.max(...delays) - Math.min(...delays)).toBeLessThan(0.012);
      expect(Math.abs(mean(delays))).toBeLessThan(0.05);
    }
  });

  it('rejects a sampling rate that packets may not have', () => {
    expect(() => createSynthesiser({ seed: 1, samplingRateHz: 20 })).toThrow(
      'samplingRateHz: found 20, expected a number from 50 to 2000',
    );
  });
});
