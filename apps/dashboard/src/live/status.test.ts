import type { AlarmEvent } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { byUrgency, statusOf } from './status.ts';

const alarm = (state: AlarmEvent['state'], priority: AlarmEvent['priority'] = 'medium', raisedTimeUs = 0) =>
  ({ state, priority, raisedTimeUs }) as AlarmEvent;

describe('statusOf', () => {
  it.each([
    ['nothing was ever heard', { calibrated: false }, 'waiting'],
    ['data come and the threshold is learned', { calibrated: false, silentMs: 200 }, 'learning'],
    ['all is well', { calibrated: true, silentMs: 200, unscoredMs: 900 }, 'normal'],
    ['data come without scores', { calibrated: true, silentMs: 200, unscoredMs: 25_000 }, 'not-scored'],
    ['data have stopped', { calibrated: true, silentMs: 42_900, unscoredMs: 43_000 }, 'no-data'],
    ['an alarm is open', { calibrated: true, silentMs: 200, alarm: alarm('active') }, 'alarm'],
    [
      'an alarm is open and data have stopped',
      { calibrated: true, silentMs: 9e4, alarm: alarm('active') },
      'alarm',
    ],
    [
      'an alarm is acknowledged',
      { calibrated: true, silentMs: 200, alarm: alarm('acknowledged') },
      'acknowledged',
    ],
    [
      'an alarm is acknowledged and data have stopped',
      { calibrated: true, silentMs: 9e4, alarm: alarm('acknowledged') },
      'no-data',
    ],
  ])('when %s: %j is %s', (_, facts, kind) => {
    expect(statusOf(facts).kind).toBe(kind);
  });

  it('says for how long there has been no data', () => {
    expect(statusOf({ calibrated: true, silentMs: 42_900 })).toEqual({ kind: 'no-data', seconds: 42 });
  });
});

it('puts what is unacknowledged first, then what is urgent, then what is new', () => {
  const sorted = [
    alarm('acknowledged', 'high', 9),
    alarm('active', 'low', 3),
    alarm('active', 'medium', 1),
    alarm('active', 'medium', 2),
  ].sort(byUrgency);
  expect(sorted.map(({ state, priority, raisedTimeUs }) => `${state} ${priority} ${raisedTimeUs}`)).toEqual([
    'active medium 2',
    'active medium 1',
    'active low 3',
    'acknowledged high 9',
  ]);
});
