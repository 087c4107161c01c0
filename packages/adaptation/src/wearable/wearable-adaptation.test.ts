import { serialize, deserialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdaptedBeat } from '../adaptation.ts';
import { WearableAdaptation } from './wearable-adaptation.ts';
import { encodedOf, heart, profile, type Kind } from './test-heart.ts';
import { wearableInput } from './window.ts';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Five minutes and more in which every nth beat is ectopic, then some of each kind. */
const kindsOf = (every: number): Kind[] => [
  ...times(480, (index): Kind => (index % every === every - 1 ? 'ectopic' : 'normal')),
  ...times(40, (index): Kind => (index % 4 === 3 ? 'ectopic' : 'normal')),
];

function judged(kinds: readonly Kind[], adaptation = WearableAdaptation.begin(profile)): AdaptedBeat[] {
  return heart(kinds).map((beat) => adaptation.judge(beat, encodedOf(beat), { learn: true }));
}

describe('a patient who is adapted to', () => {
  it.each([
    ['none of them', 10_000],
    ['every tenth', 10],
    ['every third', 3],
    ['every other (bigeminy)', 2],
  ])('is distinguished from ectopic beats when %s of the first beats were ectopic', (_, every) => {
    const kinds = kindsOf(every);
    const verdicts = judged(kinds).slice(480);
    verdicts.forEach(({ anomalous, ventricular, anomalyScore, threshold }, index) => {
      expect({ index, anomalous, ventricular }).toEqual({
        index,
        anomalous: kinds[480 + index] === 'ectopic',
        ventricular: kinds[480 + index] === 'ectopic',
      });
      expect(anomalyScore).toBeGreaterThanOrEqual(0);
      expect(threshold).toBeGreaterThanOrEqual(profile.threshold.lowest);
      expect(threshold).toBeLessThanOrEqual(profile.threshold.highest);
    });
  });

  it('gets verdicts after forty beats, and none before', () => {
    const kinds = times(60, (index): Kind => (index === 30 || index === 50 ? 'ectopic' : 'normal'));
    const verdicts = judged(kinds);
    expect(verdicts.slice(0, 40).every(({ threshold }) => threshold === undefined)).toBe(true);
    expect(verdicts.slice(40).every(({ threshold }) => threshold !== undefined)).toBe(true);
    expect(verdicts.flatMap(({ anomalous }, index) => (anomalous ? [index] : []))).toEqual([50]);
    expect(verdicts[30]!.anomalyScore).toBeGreaterThan(verdicts[29]!.anomalyScore);
  });

  it('has no reference learned from beats of a bad signal', () => {
    const adaptation = WearableAdaptation.begin(profile);
    for (const beat of heart(times(100, () => 'ectopic'))) {
      expect(adaptation.judge(beat, encodedOf(beat), { learn: false }).threshold).toBe(undefined);
    }
    expect(adaptation.reference).toBe(undefined);
  });

  it("gets staff's threshold from the next beat on, and the learned one after its reset", () => {
    const adaptation = WearableAdaptation.begin(profile);
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
    const kinds = kindsOf(3);
    const beats = heart(kinds);
    const expected = judged(kinds);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(beats.length - 1), { maxLength: 3 }), (stops) => {
        let adaptation = WearableAdaptation.begin(profile);
        const verdicts = beats.map((beat, index) => {
          if (stops.includes(index)) {
            adaptation = WearableAdaptation.restore(profile, deserialize(serialize(adaptation.state)));
          }
          return adaptation.judge(beat, encodedOf(beat), { learn: true });
        });
        expect(verdicts).toEqual(expected);
      }),
      { numRuns: 3 },
    );
  }, 20_000);

  it('keeps a state of less than 40 kB, and begins anew from an unknown version', () => {
    const adaptation = WearableAdaptation.begin(profile);
    judged(kindsOf(3), adaptation);
    expect(adaptation.state.learning).toBe(undefined);
    expect(serialize(adaptation.state).byteLength).toBeLessThan(40_000);
    expect(WearableAdaptation.restore(profile, { version: 0 }).reference).toBe(undefined);
  });
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
