import { patientId } from '@beatwatch/contracts';
import type { ReplayCounts, Repositories } from '@beatwatch/timescale';
import { describe, expect, it } from 'vitest';
import { awaitReplayCounts } from './await-counts.ts';

const range = { patientId: patientId('p-1'), fromUs: 0, toUs: 1 };

/** Answers with one count after the other, and with the last one from then on. */
function countsOf(...replies: readonly Partial<ReplayCounts>[]): Pick<Repositories['scores'], 'counts'> {
  let asked = 0;
  const counts = (): Promise<ReplayCounts> => {
    const reply = replies[Math.min(asked, replies.length - 1)];
    asked += 1;
    return Promise.resolve({ beatsStored: 0, beatsScored: 0, beatsScoredTwice: 0, ...reply });
  };
  return { counts };
}
const options = { patienceMs: 300, onProgress: () => undefined };

describe('awaitReplayCounts', () => {
  it('waits until every beat is stored and scored', async () => {
    const scores = countsOf({}, { beatsStored: 2 }, { beatsStored: 2, beatsScored: 2 });
    expect(await awaitReplayCounts(scores, range, 2, options)).toMatchObject({
      beatsScored: 2,
      agrees: true,
    });
  });

  it('sees a beat too many that comes after the counts were reached', async () => {
    const scores = countsOf({ beatsStored: 2, beatsScored: 2 }, { beatsStored: 3, beatsScored: 3 });
    expect((await awaitReplayCounts(scores, range, 2, options)).agrees).toBe(false);
  });

  it('gives up when nothing moves any more, and says that the counts differ', async () => {
    const scores = countsOf({ beatsStored: 2, beatsScored: 1 });
    expect(await awaitReplayCounts(scores, range, 2, options)).toMatchObject({
      beatsScored: 1,
      agrees: false,
    });
  });

  it('counts a beat that was scored twice as a fault', async () => {
    const scores = countsOf({ beatsStored: 2, beatsScored: 2, beatsScoredTwice: 1 });
    expect((await awaitReplayCounts(scores, range, 2, options)).agrees).toBe(false);
  });
});
