import type { AlarmEvent, AlarmKind, AlarmState } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { awaitsAcknowledgement, byUrgency, statusOf } from './status.ts';

const alarm = (
  state: AlarmState,
  kind: AlarmKind = 'anomaly-burst',
  priority: AlarmEvent['priority'] = 'medium',
  raisedTimeUs = 0,
) => ({ state, kind, priority, raisedTimeUs }) as AlarmEvent;
const fresh = { calibrated: true, silentMs: 200, unscoredMs: 900 };
const silent = { calibrated: true, silentMs: 42_900, unscoredMs: 43_000 };

describe('statusOf', () => {
  it.each([
    ['nothing was ever heard', { calibrated: false }, 'waiting'],
    ['data come and the threshold is learned', { ...fresh, calibrated: false }, 'learning'],
    ['all is well', fresh, 'normal'],
    ['data come without scores', { ...fresh, unscoredMs: 25_000 }, 'not-scored'],
    ['data have stopped', silent, 'no-data'],
    ['an alarm is open', { ...fresh, alarms: [alarm('active')] }, 'alarm'],
    ['an alarm is open and data have stopped', { ...silent, alarms: [alarm('active')] }, 'alarm'],
    ['an alarm is acknowledged', { ...fresh, alarms: [alarm('acknowledged')] }, 'acknowledged'],
    [
      'an alarm is acknowledged and data have stopped',
      { ...silent, alarms: [alarm('acknowledged')] },
      'no-data',
    ],
    ['an alarm is over and nobody saw it', { ...fresh, alarms: [alarm('latched')] }, 'latched'],
    ['the electrode is off', { ...fresh, alarms: [alarm('active', 'lead-off')] }, 'technical'],
    [
      'the electrode is off and somebody knows',
      { ...fresh, alarms: [alarm('acknowledged', 'lead-off')] },
      'technical',
    ],
    [
      'the signal is poor during fibrillation',
      { ...fresh, alarms: [alarm('active', 'ventricular-fibrillation'), alarm('active', 'poor-signal')] },
      'alarm',
    ],
    [
      'the signal is poor after an alarm that is over',
      { ...fresh, alarms: [alarm('latched'), alarm('active', 'poor-signal')] },
      'technical',
    ],
  ])('when %s: %j is %s', (_, facts, kind) => {
    expect(statusOf(facts).kind).toBe(kind);
  });

  it('says for how long there has been no data, and of which alarm', () => {
    expect(statusOf(silent)).toEqual({ kind: 'no-data', seconds: 42 });
    const noData = alarm('active', 'no-data');
    expect(statusOf({ ...silent, alarms: [noData] })).toEqual({
      kind: 'no-data',
      seconds: 42,
      alarm: noData,
    });
  });
});

it('puts clinical alarms first, then what is unacknowledged, then what is urgent, then what is new', () => {
  const sorted = [
    alarm('acknowledged', 'asystole', 'high', 9),
    alarm('active', 'lead-off', 'medium', 8),
    alarm('latched', 'asystole', 'high', 7),
    alarm('active', 'anomaly-burst', 'medium', 1),
    alarm('active', 'anomaly-burst', 'medium', 2),
    alarm('active', 'asystole', 'high', 0),
  ].sort(byUrgency);
  expect(sorted.map(({ state, kind, raisedTimeUs }) => `${state} ${kind} ${raisedTimeUs}`)).toEqual([
    'active asystole 0',
    'active anomaly-burst 2',
    'active anomaly-burst 1',
    'latched asystole 7',
    'acknowledged asystole 9',
    'active lead-off 8',
  ]);
});

it('asks for an acknowledgement of what is going on and of what is over unseen', () => {
  const asked = (['active', 'acknowledged', 'latched', 'resolved'] as const).filter((state) =>
    awaitsAcknowledgement({ state }),
  );
  expect(asked).toEqual(['active', 'latched']);
});
