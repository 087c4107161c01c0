import { patientId } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { DischargedSignals } from './discharged-signals.ts';

it('says it every ten seconds while the signal comes, since when it does, and anew after a pause', () => {
  const signals = new DischargedSignals();
  const id = patientId('p-1');
  const sinceUs = [0, 300, 9900, 10_200, 20_400, 60_000].map((ms) => signals.heard(id, ms)?.sinceUs);
  expect(sinceUs).toEqual([0, undefined, undefined, 0, 0, 60e6]);
});
