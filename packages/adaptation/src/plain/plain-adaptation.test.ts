import { describe, expect, it } from 'vitest';
import type { AdaptedBeat } from '../adaptation.ts';
import { PlainAdaptation } from './plain-adaptation.ts';

interface ScoredBeat {
  readonly loss: number;
  readonly precedingRrIntervalMs?: number;
}

const reconstruction = new Float32Array(140);

function judge(
  adaptation: PlainAdaptation,
  { loss, ...beat }: ScoredBeat,
  { learn = true } = {},
): AdaptedBeat {
  return adaptation.judge(beat, { reconstructionLoss: loss, reconstruction }, { learn });
}

const beats = (losses: readonly number[], precedingRrIntervalMs = 800): ScoredBeat[] =>
  losses.map((loss) => ({ loss, precedingRrIntervalMs }));
const usual = Array.from({ length: 40 }, (_, index) => 20 + (index % 3));

function learned(): PlainAdaptation {
  const adaptation = PlainAdaptation.begin();
  for (const beat of beats(usual)) judge(adaptation, beat);
  return adaptation;
}

describe('PlainAdaptation', () => {
  it('gives no threshold while it learns, and one of the patient’s own afterwards', () => {
    const adaptation = PlainAdaptation.begin();
    const judged = beats([...usual.slice(0, 30), ...Array<number>(10).fill(90)]).map((beat) =>
      judge(adaptation, beat),
    );
    expect(judged.every(({ threshold, anomalous }) => threshold === undefined && !anomalous)).toBe(true);
    const { threshold, clearThreshold, anomalous } = judge(adaptation, { loss: 90 });
    expect(anomalous).toBe(true);
    expect(threshold).toBeGreaterThan(22);
    expect(clearThreshold).toBeGreaterThan(20);
    expect(clearThreshold).toBeLessThan(threshold!);
  });

  it('keeps the learned threshold within its bounds, however alike or unlike the beats were', () => {
    const after = (losses: readonly number[]) => {
      const adaptation = PlainAdaptation.begin();
      for (const beat of beats(losses)) judge(adaptation, beat);
      return judge(adaptation, { loss: 0 }).threshold;
    };
    expect(after(Array<number>(40).fill(20))).toBeCloseTo(24, 9);
    expect(after(Array.from({ length: 40 }, (_, index) => 1.3 ** (index - 19.5)))).toBeCloseTo(6, 9);
  });

  it('learns nothing from beats with `learn: false`', () => {
    const adaptation = PlainAdaptation.begin();
    for (const beat of beats(Array<number>(100).fill(500))) judge(adaptation, beat, { learn: false });
    expect(adaptation.state).toEqual(PlainAdaptation.begin().state);
  });

  it('applies staff’s threshold from the next beat on, and the learned one when that is withdrawn', () => {
    const adaptation = learned();
    const before = judge(adaptation, { loss: 25 });
    adaptation.setThreshold(300);
    const chosen = judge(adaptation, { loss: 250 });
    expect(chosen).toMatchObject({ threshold: 300, anomalous: false });
    expect(chosen.clearThreshold).toBeCloseTo(Math.sqrt(300 * 21), 6);
    adaptation.setThreshold(undefined);
    expect(judge(adaptation, { loss: 25 })).toEqual(before);
    const early = PlainAdaptation.begin();
    early.setThreshold(10);
    expect(judge(early, { loss: 11 })).toMatchObject({ threshold: 10, clearThreshold: 10, anomalous: true });
  });

  it('calls an anomalous beat ventricular when it comes early', () => {
    const adaptation = learned();
    expect(judge(adaptation, { loss: 90, precedingRrIntervalMs: 500 }).ventricular).toBe(true);
    expect(judge(adaptation, { loss: 90, precedingRrIntervalMs: 790 }).ventricular).toBe(false);
    expect(judge(adaptation, { loss: 21, precedingRrIntervalMs: 500 }).ventricular).toBe(false);
    expect(judge(adaptation, { loss: 90 }).ventricular).toBe(false);
  });

  it('counts every beat above the threshold in full as evidence', () => {
    const adaptation = learned();
    expect([30, 90, 300].map((loss) => judge(adaptation, { loss }).strength)).toEqual([3, 3, 3]);
    expect(judge(adaptation, { loss: 21 }).strength).toBe(0);
  });

  it('continues from its state, and begins anew from an unknown version', () => {
    const adaptation = learned();
    adaptation.setThreshold(30);
    const restored = PlainAdaptation.restore(structuredClone(adaptation.state));
    expect(judge(restored, { loss: 40 })).toEqual(judge(adaptation, { loss: 40 }));
    expect(PlainAdaptation.restore({ version: 99 }).state).toEqual(PlainAdaptation.begin().state);
  });
});
