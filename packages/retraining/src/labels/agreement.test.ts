import { expect, it } from 'vitest';
import { agreementOf } from './agreement.ts';
import type { Vote } from './labeller-trust.ts';

const votes = (voter: string, verdicts: readonly boolean[]): Vote[] =>
  verdicts.map((isFalse, index) => ({ episodeId: `a-${index}`, voter, isFalse }));
const repeated = (pattern: readonly boolean[], times: number): boolean[] =>
  Array.from({ length: times }, () => pattern).flat();

// sklearn.metrics.cohen_kappa_score([1,1,1,0,0,0,1,0], [1,1,0,0,0,1,1,0]) is 0.5.
it('gives the agreement beyond chance', () => {
  const one = votes('a', [true, true, true, false, false, false, true, false]);
  const other = votes('b', [true, true, false, false, false, true, true, false]);
  expect(agreementOf(one, other, 0)).toMatchObject({ alarms: 8, kappa: 0.5 });
  expect(agreementOf(one, one, 0).kappa).toBe(1);
});

it('is 0 for who labels by chance, and says nothing of a voter who always says the same', () => {
  const chance = agreementOf(
    votes('a', repeated([true, true, false, false], 40)),
    votes('b', repeated([true, false, true, false], 40)),
    0.15,
  );
  expect(chance.kappa).toBe(0);
  expect(agreementOf(votes('a', [true, false]), votes('b', [true, true]), 0.15).kappa).toBeNaN();
  expect(agreementOf([], votes('b', [true]), 0.15)).toMatchObject({ alarms: 0, kappa: NaN });
});
