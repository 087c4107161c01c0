import { deserialize, serialize } from 'node:v8';
import { expect, it } from 'vitest';
import { encodedOf, heart, profile, type Kind } from './test-heart.ts';
import { WearableAdaptation } from './wearable-adaptation.ts';
import { restoreWearableState } from './upgrade-wearable-state.ts';
import type { WearableState } from './wearable-state.ts';

/** The state as version 2 stored it. */
function asVersion2({ reference, learned, ...same }: WearableState): unknown {
  const usual = ({ deviation, ...rest }: NonNullable<WearableState['reference']>['usual']) => ({
    ...rest,
    departure: deviation,
  });
  return {
    ...same,
    version: 2,
    ...(reference && { reference: { ...reference, usual: usual(reference.usual) } }),
    ...(learned && {
      learned: {
        raise: learned.threshold,
        clear: learned.clearThreshold,
        ventricularFrom: learned.ventricularFrom,
      },
    }),
  };
}

it.each([
  ['before the first reference', 5],
  ['with a provisional reference', 30],
  ['with a threshold, still learning', 60],
  ['after learning', 470],
])('continues from a state of version 2 to the bit: %s', (_, stop) => {
  const beats = heart(
    Array.from({ length: 500 }, (__, index): Kind => (index % 5 === 4 ? 'ectopic' : 'normal')),
  );
  const judge = (adaptation: WearableAdaptation, index: number) =>
    adaptation.judge(beats[index]!, encodedOf(beats[index]!), { learn: true });
  const before = WearableAdaptation.begin(profile);
  if (stop > 100) before.setThreshold(3);
  for (let index = 0; index < stop; index += 1) judge(before, index);
  const after = WearableAdaptation.restore(profile, deserialize(serialize(asVersion2(before.state))));
  expect(after.state).toEqual(before.state);
  for (let index = stop; index < stop + 20; index += 1) {
    expect(judge(after, index)).toEqual(judge(before, index));
  }
});

it('reads a state that version 2 stored', () => {
  const reference = {
    shapes: [],
    usual: {
      departure: { input: 0.2, error: 0.3 },
      sizeMicrovolts: 400,
      steepness: 0.5,
      rrMs: 800,
      rrSpread: 0.02,
    },
  };
  const { departure: deviation, ...usual } = reference.usual;
  expect(
    restoreWearableState({
      version: 2,
      rr: { recentMs: [800], slowLog: 6.7 },
      reference,
      learned: { raise: 4, clear: 2, ventricularFrom: 7 },
      setThreshold: 5,
    }),
  ).toEqual({
    version: 3,
    rr: { recentMs: [800], slowLog: 6.7 },
    reference: { shapes: [], usual: { ...usual, deviation } },
    learned: { threshold: 4, clearThreshold: 2, ventricularFrom: 7 },
    setThreshold: 5,
  });
});
