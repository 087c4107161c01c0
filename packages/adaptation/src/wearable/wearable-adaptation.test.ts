import { deserialize, serialize } from 'node:v8';
import { beatClasses } from '@beatwatch/contracts';
import { fitBoostedTrees } from '@beatwatch/boosted-trees';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdaptedBeat } from '../adaptation.ts';
import { beatClassifier, type ClassifyBeat } from './beat-classes.ts';
import { beatFeatureNames } from './beat-features.ts';
import { encodedOf, heart, type Kind } from './test-heart.ts';
import { WearableAdaptation } from './wearable-adaptation.ts';
import { wearableInput } from './window.ts';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Beats of which every nth is ectopic. */
const everyNth = (every: number, count: number): Kind[] =>
  times(count, (index) => (index % every === every - 1 ? 'ectopic' : 'normal'));

interface Judging {
  readonly adaptation?: WearableAdaptation;
  readonly seed?: number;
}

function judged(kinds: readonly Kind[], { adaptation = begun(), seed }: Judging = {}): AdaptedBeat[] {
  return heart(kinds, seed).map((beat) => adaptation.judge(beat, encodedOf(beat), { learn: true }));
}

const begun = (): WearableAdaptation => WearableAdaptation.begin(classify);

/** Trees fitted to hearts with few and with many ectopic beats. */
const classify = ((): ClassifyBeat => {
  const rows: number[] = [];
  const targets: number[] = [];
  [2, 3, 5, 9].forEach((every, seed) => {
    const kinds = everyNth(every, 150);
    const adaptation = WearableAdaptation.begin(undefined);
    heart(kinds, seed + 10).forEach((beat, index) => {
      rows.push(...adaptation.features(beat, encodedOf(beat)));
      targets.push(beatClasses.indexOf(kinds[index] === 'ectopic' ? 'V' : 'N'));
      adaptation.judge(beat, encodedOf(beat), { learn: true });
    });
  });
  const trees = fitBoostedTrees(
    {
      features: Float32Array.from(rows),
      columns: beatFeatureNames.length,
      targets,
      classes: beatClasses.length,
    },
    { rounds: 15, depth: 3, seed: 1 },
  );
  return beatClassifier({
    version: 'test',
    features: beatFeatureNames,
    classes: beatClasses,
    trees,
  });
})();

describe('a patient who is adapted to', () => {
  it.each([
    ['none of them', 10_000],
    ['every tenth', 10],
    ['every third', 3],
    ['every other (bigeminy)', 2],
  ])('is told from ectopic beats when %s of the first beats were ectopic', (_, every) => {
    const kinds = [...everyNth(every, 100), ...everyNth(4, 40)];
    const verdicts = judged(kinds).slice(100);
    verdicts.forEach(({ anomalous, ventricular, beatClass, classProbabilities, threshold }, index) => {
      const ectopic = kinds[100 + index] === 'ectopic';
      expect({ index, anomalous, ventricular, beatClass }).toEqual({
        index,
        anomalous: ectopic,
        ventricular: ectopic,
        beatClass: ectopic ? 'V' : 'N',
      });
      const sum = beatClasses.reduce((total, name) => total + classProbabilities![name], 0);
      expect(sum).toBeCloseTo(1, 9);
      expect(threshold).toBeGreaterThanOrEqual(1.8);
      expect(threshold).toBeLessThanOrEqual(3);
    });
  });

  it('gets classes after eight beats and verdicts after forty', () => {
    const kinds = times(60, (index): Kind => (index === 30 || index === 50 ? 'ectopic' : 'normal'));
    const verdicts = judged(kinds);
    expect(verdicts.findIndex(({ beatClass }) => beatClass !== undefined)).toBe(9);
    expect(verdicts.slice(0, 40).every(({ threshold }) => threshold === undefined)).toBe(true);
    expect(verdicts.slice(42).every(({ threshold }) => threshold !== undefined)).toBe(true);
    expect(verdicts.flatMap(({ ventricular }, index) => (ventricular ? [index] : []))).toEqual([30, 50]);
    expect(verdicts.flatMap(({ anomalous }, index) => (anomalous ? [index] : []))).toEqual([50]);
  });

  it('has another usual shape within two minutes of electrodes that were put on anew', () => {
    const adaptation = begun();
    judged(everyNth(10, 300), { adaptation });
    const upsideDown = heart(everyNth(10, 170), 5).map((beat) => ({
      ...beat,
      samples: beat.samples.map((value) => -0.6 * value),
    }));
    const verdicts = upsideDown.map((beat) => adaptation.judge(beat, encodedOf(beat), { learn: true }));
    const normals = verdicts.slice(120).filter((__, index) => index % 10 !== 9);
    expect(normals.filter(({ anomalous }) => anomalous)).toHaveLength(0);
    const ectopics = verdicts.slice(120).filter((__, index) => index % 10 === 9);
    expect(ectopics.every(({ anomalous }) => anomalous)).toBe(true);
  });

  it('does not take a run for the usual shape', () => {
    const adaptation = begun();
    judged(everyNth(10, 200), { adaptation });
    const run = judged([...times(30, (): Kind => 'ectopic'), ...times(10, (): Kind => 'normal')], {
      adaptation,
      seed: 3,
    });
    expect(run.slice(0, 30).every(({ anomalous }) => anomalous)).toBe(true);
    expect(run.slice(30).every(({ anomalous }) => !anomalous)).toBe(true);
  });

  it('has no shape learned from beats of a bad signal', () => {
    const adaptation = begun();
    for (const beat of heart(times(100, () => 'ectopic'))) {
      expect(adaptation.judge(beat, encodedOf(beat), { learn: false }).threshold).toBe(undefined);
    }
    expect(adaptation.state.shapes.shapes).toHaveLength(0);
  });

  it("gets staff's threshold from the next beat on, and the learned one after its reset", () => {
    const adaptation = begun();
    const beats = heart(times(60, () => 'normal'));
    const judge = (index: number) =>
      adaptation.judge(beats[index]!, encodedOf(beats[index]!), { learn: true });
    for (let index = 0; index < 50; index += 1) judge(index);
    const learned = judge(50).threshold!;
    adaptation.setThreshold(1e-9);
    expect(judge(51)).toMatchObject({ threshold: 1e-9, anomalous: true });
    adaptation.setThreshold(undefined);
    expect(judge(52)).toMatchObject({ threshold: learned, anomalous: false });
  });

  it('continues to the bit from a state that was stored at any beat', () => {
    const kinds = everyNth(3, 150);
    const beats = heart(kinds);
    const expected = judged(kinds);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(beats.length - 1), { maxLength: 3 }), (stops) => {
        let adaptation = begun();
        const verdicts = beats.map((beat, index) => {
          if (stops.includes(index)) {
            adaptation = WearableAdaptation.restore(classify, deserialize(serialize(adaptation.state)));
          }
          return adaptation.judge(beat, encodedOf(beat), { learn: true });
        });
        expect(verdicts).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });

  it('keeps a state of less than 10 kB however many shapes there are, and begins anew from an unknown version', () => {
    const adaptation = begun();
    heart(everyNth(3, 200)).forEach((beat, index) => {
      const samples = beat.samples.map((value, at) => value * Math.cos(0.02 * (index % 40) * at));
      adaptation.judge({ ...beat, samples }, encodedOf(beat), { learn: true });
    });
    expect(adaptation.state.shapes.shapes).toHaveLength(12);
    expect(serialize(adaptation.state).byteLength).toBeLessThan(10_000);
    expect(WearableAdaptation.restore(classify, { version: 0 }).state.shapes.beats).toBe(0);
  });
});

it('refuses trees that were fitted to other features', () => {
  const trees = fitBoostedTrees(
    { features: Float32Array.of(0, 1), columns: 1, targets: [0, 1], classes: 6 },
    { rounds: 1, seed: 1 },
  );
  const model = { version: 'beats-1', features: ['other'], classes: beatClasses, trees };
  expect(() => beatClassifier(model)).toThrow('features of beats-1: found "other"');
});

describe('the input of the autoencoder', () => {
  it('does not depend on gain and level, and contains nothing of the next beat', () => {
    const [beat] = heart(['normal']);
    const louder = { ...beat!, samples: beat!.samples.map((value) => 3 * value + 500) };
    const [once, again] = [wearableInput(beat!), wearableInput(louder)];
    once.forEach((value, index) => {
      expect(again[index]).toBeCloseTo(value, 4);
    });
    const early = wearableInput({ ...beat!, rrIntervalMs: 320 });
    expect(early.slice(56).every((value) => value === 0)).toBe(true);
    expect(early.slice(0, 56).some((value) => value !== 0)).toBe(true);
  });
});
