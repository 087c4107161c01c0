import { deserialize, serialize } from 'node:v8';
import { fitBoostedTrees } from '@beatwatch/boosted-trees';
import { rhythmMeasureNames, rWindow88Microvolts, type ClassProbabilities } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import type { RhythmSecond } from './signal-features.ts';
import type { ClassedBeat } from './ventricular-beat.ts';
import {
  findingOfRow,
  noVentricularRhythm,
  rememberRhythmSecond,
  rememberVentricularBeat,
  ventricularFinding,
  ventricularWindowFeatureNames,
  ventricularWindowFeatures,
  type VentricularRhythmState,
} from './watch.ts';

type Rhythm = 'sinus' | 'tachycardia' | 'fibrillation';
type Observed =
  | { readonly atUs: number; readonly beat: ClassedBeat }
  | { readonly atUs: number; readonly second: RhythmSecond };

const startUs = 1_700_000_000_000_000;

function beatAt(timeUs: number, rrIntervalMs: number, ventricular: boolean): ClassedBeat {
  const breadthMs = ventricular ? 60 : 15;
  const V = ventricular ? 0.9 : 0.02;
  const classProbabilities: ClassProbabilities = { N: 1 - V - 0.01, S: 0, V, F: 0.01, P: 0, U: 0 };
  const samples = Float32Array.from({ length: 88 }, (_, index) => {
    return 1000 * Math.exp(-(((8 * (index - 31)) / breadthMs) ** 2));
  });
  return {
    timeUs,
    rrIntervalMs,
    lead: 'II',
    preprocessing: rWindow88Microvolts,
    samples,
    classProbabilities,
  };
}

const measures = {
  sinus: [0.8, -0.1, 2, 0.2, 0.3, 200],
  tachycardia: [0.4, -0.5, 3, 0.5, 0.1, 400],
  fibrillation: [0.1, -0.8, 5, 0.7, 0.02, 300],
} as const;

/** Beats and seconds as the live path finds them; in fibrillation no beats. */
function observe(rhythm: Rhythm, seconds: number, fromUs = startUs): Observed[] {
  const rrIntervalMs = rhythm === 'sinus' ? 850 : 375;
  const observed: Observed[] = [];
  let beatUs = fromUs;
  for (let second = 1; second <= seconds; second += 1) {
    const endTimeUs = fromUs + second * 1_000_000;
    for (; rhythm !== 'fibrillation' && beatUs < endTimeUs; beatUs += rrIntervalMs * 1000) {
      observed.push({ atUs: endTimeUs, beat: beatAt(beatUs, rrIntervalMs, rhythm === 'tachycardia') });
    }
    const fibrillationIndex = rhythm === 'fibrillation' ? 0.95 : 0.02;
    const known = { endTimeUs, qualityIndex: 0.9, fibrillationIndex, rhythmMeasures: measures[rhythm] };
    observed.push({ atUs: endTimeUs, second: known });
  }
  return observed;
}

const remember = (
  observed: readonly Observed[],
  from: VentricularRhythmState = noVentricularRhythm,
): VentricularRhythmState =>
  observed.reduce(
    (state, one) =>
      'beat' in one ? rememberVentricularBeat(state, one.beat) : rememberRhythmSecond(state, one.second),
    from,
  );

const feature = (
  state: VentricularRhythmState,
  name: (typeof ventricularWindowFeatureNames)[number],
): number => ventricularWindowFeatures(state)?.[ventricularWindowFeatureNames.indexOf(name)] ?? Number.NaN;

function trained() {
  const rows = (['sinus', 'tachycardia', 'fibrillation'] as const).flatMap((rhythm) =>
    Array.from({ length: 20 }, (_, index) => ({
      row: ventricularWindowFeatures(remember(observe(rhythm, 3 + index)))!,
      target: rhythm === 'sinus' ? 0 : 1,
    })),
  );
  const columns = ventricularWindowFeatureNames.length;
  const features = Float32Array.from(rows.flatMap(({ row }) => [...row]));
  const targets = Uint8Array.from(rows, ({ target }) => target);
  const training = { features, columns, targets, classes: 2 };
  return { trees: fitBoostedTrees(training, { rounds: 30, depth: 2, seed: 1 }), shift: 0 };
}

const model = trained();

describe('the watch for ventricular rhythms', () => {
  it.each<Rhythm>(['tachycardia', 'fibrillation'])(
    'tells %s within 10 s, and its end within 12 s',
    (rhythm) => {
      const before = observe('sinus', 30);
      const during = observe(rhythm, 20, startUs + 30e6);
      const after = observe('sinus', 30, startUs + 50e6);
      const all = [...before, ...during, ...after];
      let state = noVentricularRhythm;
      const told: number[] = [];
      for (const one of all) {
        state = remember([one], state);
        if (!('second' in one)) continue;
        if ((ventricularFinding(state, model)?.logOdds ?? -1) > 0) told.push((one.atUs - startUs) / 1e6);
      }
      expect(Math.min(...told)).toBeGreaterThan(30);
      expect(Math.min(...told)).toBeLessThanOrEqual(40);
      expect(Math.max(...told)).toBeLessThanOrEqual(62);
    },
  );

  it('says nothing before the third second, nor right after a gap', () => {
    const observed = observe('sinus', 20);
    const short = remember(observe('sinus', 2));
    expect(ventricularFinding(short, model)).toBeUndefined();
    const afterGap = remember(observe('sinus', 2, startUs + 25e6), remember(observed));
    expect(ventricularFinding(afterGap, model)).toBeUndefined();
  });

  it('knows rate, run and quality of the last seconds alone', () => {
    const state = remember([...observe('tachycardia', 20), ...observe('sinus', 20, startUs + 20e6)]);
    expect(feature(state, 'rateBpm')).toBeCloseTo(60_000 / 850, 3);
    expect(feature(state, 'longestRun')).toBe(0);
    expect(feature(state, 'meanQuality')).toBeCloseTo(0.9, 6);
    const fast = remember(observe('tachycardia', 20));
    expect(feature(fast, 'longestRun')).toBeGreaterThanOrEqual(25);
    expect(feature(fast, 'run5Bpm')).toBeCloseTo(160, 3);
    expect(feature(fast, 'breadth')).toBeGreaterThan(feature(state, 'breadth'));
  });

  it('has features without a value, not a failure, where seconds bring no measures or there are no beats', () => {
    const [bare] = observe('fibrillation', 1);
    if (bare === undefined || !('second' in bare)) throw new Error('expected a second');
    const { rhythmMeasures: _, ...second } = bare.second;
    const old = Array.from({ length: 5 }, (_, index) => ({
      atUs: 0,
      second: { ...second, endTimeUs: startUs + index * 1e6 },
    }));
    const state = remember(old);
    expect(feature(state, 'newestResting')).toBeNaN();
    expect(feature(state, 'measuredSeconds')).toBe(0);
    expect(feature(state, 'beats')).toBe(0);
    expect(Number.isFinite(ventricularFinding(state, model)?.logOdds)).toBe(true);
  });

  it('goes on from a stored state as if nothing had happened, in a few KB', () => {
    const observed = [...observe('sinus', 20), ...observe('tachycardia', 20, startUs + 20e6)];
    const half = remember(observed.slice(0, 70));
    const stored = serialize(remember(observed));
    expect(stored.length).toBeLessThan(10_000);
    const restored = deserialize(serialize(half)) as VentricularRhythmState;
    expect(remember(observed.slice(70), restored)).toEqual(remember(observed));
  });

  it('ignores repeats, and begins anew where the clock was set back', () => {
    const observed = observe('tachycardia', 20);
    const state = remember(observed);
    expect(remember(observed, state)).toEqual(state);
    const back = remember(observe('sinus', 4, startUs - 3600e6), state);
    expect(feature(back, 'longestRun')).toBe(0);
    expect(back.seconds).toHaveLength(4);
  });

  it('has measures in the order of the contract', () => {
    const state = remember(observe('fibrillation', 6));
    expect(feature(state, 'newestHz')).toBe(measures.fibrillation[rhythmMeasureNames.indexOf('dominantHz')]);
  });
});

describe('findingOfRow', () => {
  const model = trained();
  const possible = (longestDoubtfulRun: number, highestFibrillation: number): boolean => {
    const row = new Float32Array(ventricularWindowFeatureNames.length);
    row[ventricularWindowFeatureNames.indexOf('longestDoubtfulRun')] = longestDoubtfulRun;
    row[ventricularWindowFeatureNames.indexOf('highestFibrillation')] = highestFibrillation;
    return findingOfRow(row, model).possible;
  };

  it.each([
    [5, -6, true],
    [4, -6, false],
    [4, -2.9, true],
    [0, -3.1, false],
    [0, Number.NaN, false],
  ])(
    'with %i doubtful beats in a row and log odds of fibrillation of %f: possible is %s',
    (run, odds, expected) => {
      expect(possible(run, odds)).toBe(expected);
    },
  );
});
