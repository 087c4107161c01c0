import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { labelConsensus, type Vote } from './labeller-trust.ts';

const random = createSeededRandom(3);
/** Half of the alarms were false. */
const isFalse = (alarm: number): boolean => alarm % 2 === 0;
const votesOf = (voter: string, alarms: readonly number[], right: number): Vote[] =>
  alarms.map((alarm) => ({
    episodeId: `a-${alarm}`,
    voter,
    isFalse: random.next() < right ? isFalse(alarm) : !isFalse(alarm),
  }));
const priors = new Map([['signal', { reliability: 0.65, votes: 10 }]]);
const alarms = Array.from({ length: 60 }, (_, index) => index);

describe('labelConsensus', () => {
  it('believes whom the signal and others agree with, and next to nothing of who is half wrong', () => {
    const votes = [
      ...votesOf('signal', alarms, 0.85),
      ...votesOf('careful', alarms.slice(0, 40), 0.97),
      ...votesOf('careless', alarms, 0.5),
    ];
    const { reliability, falseAlarm } = labelConsensus(votes, { priors });
    expect(reliability.get('careful')).toBeGreaterThan(0.85);
    expect(reliability.get('careless')).toBeLessThan(0.66);
    const wrong = alarms
      .slice(0, 40)
      .filter((alarm) => falseAlarm.get(`a-${alarm}`)! > 0.5 !== isFalse(alarm));
    expect(wrong.length).toBeLessThan(5);
  });

  it('believes one careful person about alarms on which the signal is of another mind', () => {
    const votes = [
      ...votesOf('careful', alarms, 1),
      ...alarms.map((alarm): Vote => ({
        episodeId: `a-${alarm}`,
        voter: 'signal',
        // Wrong about every fifth.
        isFalse: alarm % 5 === 0 ? !isFalse(alarm) : isFalse(alarm),
      })),
    ];
    const { falseAlarm } = labelConsensus(votes, { priors });
    for (const alarm of alarms) expect(falseAlarm.get(`a-${alarm}`)! > 0.5).toBe(isFalse(alarm));
  });

  it('says nothing of no votes', () => {
    expect(labelConsensus([])).toEqual({ falseAlarm: new Map(), reliability: new Map() });
  });
});
