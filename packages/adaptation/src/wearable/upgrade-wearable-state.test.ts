import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { encodedOf, heart, type Kind } from './test-heart.ts';
import { restoreWearableState } from './upgrade-wearable-state.ts';
import { WearableAdaptation } from './wearable-adaptation.ts';
import { scaledWindow } from './window.ts';

const kinds = Array.from({ length: 24 }, (_, index): Kind => (index % 6 === 5 ? 'ectopic' : 'normal'));
const beats = heart(kinds);
const { input, spread } = scaledWindow(beats[0]!);
const { reconstruction } = encodedOf(beats[0]!);

/** A state after the first minutes, as version 3 stored it. */
const state3 = {
  version: 3,
  rr: { recentMs: [800.4, 810, 790], slowLog: 6.7 },
  reference: {
    shapes: [{ input, error: input.map((value, index) => value - (reconstruction[index] ?? 0)) }],
    usual: {
      deviation: { input: 0.1, error: 0.1 },
      sizeMicrovolts: spread,
      steepness: 0.5,
      rrMs: 800,
      rrSpread: 0.02,
    },
  },
  learned: { threshold: 2.6, clearThreshold: 1.3, ventricularFrom: 7 },
  setThreshold: 2.8,
};

/** The same as version 2 stored it. */
const { deviation: departure, ...usual } = state3.reference.usual;
const state2 = {
  ...state3,
  version: 2,
  reference: { ...state3.reference, usual: { ...usual, departure } },
  learned: { raise: 2.6, clear: 1.3, ventricularFrom: 7 },
};

describe.each([
  ['2', state2],
  ['3', state3],
])('a state of version %s', (_, stored) => {
  const restored = () => WearableAdaptation.restore(undefined, deserialize(serialize(stored)));

  it('keeps the threshold that staff set, and the learned one after its reset', () => {
    const adaptation = restored();
    expect(adaptation.judge(beats[1]!, encodedOf(beats[1]!), { learn: true }).threshold).toBe(2.8);
    adaptation.setThreshold(undefined);
    expect(adaptation.judge(beats[2]!, encodedOf(beats[2]!), { learn: true }).threshold).toBe(2.6);
  });

  it('keeps the rhythm and the shapes', () => {
    expect(restored().state.rhythm.intervalsMs).toEqual(Uint16Array.of(800, 810, 790));
    expect(restored().state.shapes.shapes).toHaveLength(1);
    const known = restored().judge(beats[1]!, encodedOf(beats[1]!), { learn: true });
    const strange = restored().judge(beats[5]!, encodedOf(beats[5]!), { learn: true });
    expect(strange.anomalyScore).toBeGreaterThan(2 * known.anomalyScore);
  });
});

it('begins with what it knows where the first minutes were not over', () => {
  expect(restoreWearableState({ version: 3, rr: { recentMs: [800] }, learning: { count: 5 } })).toEqual({
    version: 4,
    rhythm: { intervalsMs: Uint16Array.of(800) },
    shapes: { beats: 0, shapes: [], newest: -1 },
    scores: new Float32Array(),
  });
});
