import { deserialize, serialize } from 'node:v8';
import { fitBoostedTrees } from '@beatwatch/boosted-trees';
import { deviceId, patientId, rWindow88Microvolts, type Beat } from '@beatwatch/contracts';
import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { atrialWindows, recordingAtrialLogOdds } from './recording.ts';
import { noAtrialFibrillation, watchAtrialFibrillation, type AtrialFibrillationState } from './watch.ts';
import { atrialWindowFeatureNames, atrialWindowFeatures } from './window-features.ts';

type Rhythm = 'sinus' | 'bigeminy' | 'fibrillation';

const startUs = 1_700_000_000_000_000;
const random = createSeededRandom(1);

/** Beats with a P wave 160 ms before the R peak, or with waves of any phase in its place. */
function beatsOf(rhythm: Rhythm, seconds: number, fromUs = startUs): Beat[] {
  const beats: Beat[] = [];
  for (let timeUs = fromUs; timeUs < fromUs + seconds * 1e6;) {
    const ectopic = rhythm === 'bigeminy' && beats.length % 2 === 1;
    const rrIntervalMs = Math.round(rrOf(rhythm, ectopic));
    const phase = 6 * random.next();
    const samples = Float32Array.from({ length: 88 }, (_, index) => {
      const ms = 8 * (index - 31);
      const complex = 1000 * Math.exp(-((ms / (ectopic ? 45 : 15)) ** 2)) * (ectopic ? -1 : 1);
      const sinus = ectopic ? 0 : 120 * Math.exp(-(((ms + 160) / 25) ** 2));
      const fine = rhythm === 'fibrillation' ? 60 * Math.sin(ms / 25 + phase) : sinus;
      return complex + fine + 10 * (random.next() - 0.5);
    });
    beats.push({
      patientId: patientId('p'),
      deviceId: deviceId('d'),
      lead: 'I',
      timeUs,
      endTimeUs: timeUs + 1000 * rrIntervalMs,
      rrIntervalMs,
      preprocessing: rWindow88Microvolts,
      samples,
    });
    timeUs += 1000 * rrIntervalMs;
  }
  return beats;
}

function rrOf(rhythm: Rhythm, ectopic: boolean): number {
  if (rhythm === 'fibrillation') return 450 + 600 * random.next();
  if (rhythm === 'bigeminy') return ectopic ? 1100 : 500;
  return 800 + 40 * (random.next() - 0.5);
}

function trained() {
  const rows = (['sinus', 'bigeminy', 'fibrillation'] as const).flatMap((rhythm) =>
    atrialWindows(beatsOf(rhythm, 400)).flatMap((window) => {
      const row = atrialWindowFeatures(window);
      return row === undefined ? [] : [{ row, target: rhythm === 'fibrillation' ? 1 : 0 }];
    }),
  );
  const columns = atrialWindowFeatureNames.length;
  const features = new Float32Array(rows.length * columns);
  rows.forEach(({ row }, index) => {
    features.set(row, index * columns);
  });
  const targets = Uint8Array.from(rows, ({ target }) => target);
  const training = { features, columns, targets, classes: 2 };
  return { trees: fitBoostedTrees(training, { rounds: 60, depth: 2, seed: 1 }), shift: 0 };
}

const model = trained();

function watch(beats: readonly Beat[], from: AtrialFibrillationState = noAtrialFibrillation) {
  const states: AtrialFibrillationState[] = [];
  let state = from;
  for (const beat of beats) states.push((state = watchAtrialFibrillation(state, beat, model)));
  return states;
}

describe('the watch for atrial fibrillation', () => {
  it('tells fibrillation within 30 s of its onset and of its end, and that it does not know after a gap', () => {
    const [begin, end, later] = [startUs + 120e6, startUs + 300e6, startUs + 500e6];
    const states = watch([
      ...beatsOf('sinus', 120),
      ...beatsOf('fibrillation', 180, begin),
      ...beatsOf('sinus', 120, end),
      ...beatsOf('sinus', 10, later),
    ]);
    const signs = (fromUs: number, toUs: number): number[] => [
      ...new Set(
        states
          .filter(
            ({ decidedUs, beats }) => decidedUs > fromUs && decidedUs < toUs && beats.at(-1)!.timeUs < toUs,
          )
          .map(({ logOdds }) => Math.sign(logOdds ?? Number.NaN)),
      ),
    ];
    expect(signs(startUs, begin)).toEqual([-1]);
    expect(signs(begin + 30e6, end)).toEqual([1]);
    expect(signs(end + 30e6, end + 120e6)).toEqual([-1]);
    expect(states.at(-1)?.logOdds).toBeUndefined();
  });

  it('does not take bigeminy for it', () => {
    expect(watch(beatsOf('bigeminy', 180)).some(({ logOdds = 0 }) => logOdds > 0)).toBe(false);
  });

  it('goes on from a stored state as if nothing had happened, in a few KB', () => {
    const beats = [...beatsOf('sinus', 60), ...beatsOf('fibrillation', 90, startUs + 60e6)];
    const half = watch(beats.slice(0, 80)).at(-1)!;
    const stored = serialize(half);
    expect(stored.length).toBeLessThan(8000);
    const restored = deserialize(stored) as AtrialFibrillationState;
    expect(watch(beats.slice(80), restored).at(-1)).toEqual(watch(beats).at(-1));
  });

  it('ignores beats that come too late, and those of another preprocessing', () => {
    const beats = beatsOf('sinus', 60);
    const state = watch(beats).at(-1)!;
    expect(watchAtrialFibrillation(state, beats[10]!, model)).toBe(state);
    const foreign = { ...beats.at(-1)!, timeUs: startUs + 70e6, preprocessing: 'rr-140-zscore' };
    expect(watchAtrialFibrillation(state, foreign, model)).toBe(state);
  });
});

describe('a short recording', () => {
  it('is judged as a whole, and not at all from a few beats', () => {
    expect(recordingAtrialLogOdds(beatsOf('fibrillation', 40), model)).toBeGreaterThan(0);
    expect(recordingAtrialLogOdds(beatsOf('sinus', 40), model)).toBeLessThan(0);
    expect(recordingAtrialLogOdds(beatsOf('sinus', 3), model)).toBeUndefined();
  });
});
