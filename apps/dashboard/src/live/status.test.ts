import type { AlarmEvent, AlarmKind, AlarmState } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { awaitsAcknowledgement, statusOf } from './status.ts';

const alarm = (
  state: AlarmState,
  kind: AlarmKind = 'anomaly-burst',
  priority: AlarmEvent['priority'] = 'medium',
  raisedTimeUs = 0,
) => ({ state, kind, priority, raisedTimeUs, evidence: {} }) as AlarmEvent;
const fresh = { calibrated: true, noDataMs: 200, unscoredMs: 900 };
const noData = { calibrated: true, noDataMs: 42_900, unscoredMs: 43_000 };

describe('statusOf', () => {
  it.each([
    ['no data ever arrived', { calibrated: false }, 'waiting'],
    ['the threshold is being learned', { ...fresh, calibrated: false }, 'learning'],
    ['all is well', fresh, 'no-alarm'],
    ['data arrive without scores', { ...fresh, unscoredMs: 25_000 }, 'not-scored'],
    ['data have stopped', noData, 'no-data'],
    ['an alarm is open', { ...fresh, alarms: [alarm('active')] }, 'alarm'],
    ['an alarm is open and data have stopped', { ...noData, alarms: [alarm('active')] }, 'alarm'],
    ['the signal is not being judged', { ...fresh, unjudgedSinceMs: 1 }, 'not-judged'],
    ['the signal was not judged when it stopped', { ...noData, unjudgedSinceMs: 1 }, 'not-judged'],
    [
      'an alarm sounds while the signal is not being judged',
      { ...fresh, unjudgedSinceMs: 1, alarms: [alarm('active')] },
      'alarm',
    ],
    [
      'an alarm is over while the signal is not being judged',
      { ...fresh, unjudgedSinceMs: 1, alarms: [alarm('latched')] },
      'not-judged',
    ],
    ['the page is cut off', { ...fresh, cutOff: {} }, 'cut-off'],
    ['the page is cut off before any data', { calibrated: false, cutOff: {} }, 'cut-off'],
    ['an alarm is acknowledged', { ...fresh, alarms: [alarm('acknowledged')] }, 'acknowledged'],
    [
      'an alarm is acknowledged and data have stopped',
      { ...noData, alarms: [alarm('acknowledged')] },
      'no-data',
    ],
    ['an alarm is over and not acknowledged', { ...fresh, alarms: [alarm('latched')] }, 'latched'],
    ['the electrode is off', { ...fresh, alarms: [alarm('active', 'lead-off')] }, 'technical'],
    [
      'the electrode is off and acknowledged',
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

  it('reports how long there has been no data, and the alarm', () => {
    expect(statusOf(noData)).toEqual({ kind: 'no-data', seconds: 42 });
    const noDataAlarm = alarm('active', 'no-data');
    expect(statusOf({ ...noData, alarms: [noDataAlarm] })).toEqual({
      kind: 'no-data',
      seconds: 42,
      alarm: noDataAlarm,
    });
  });
});

it('requires acknowledgement of active and of latched alarms', () => {
  const unacknowledged = (['active', 'acknowledged', 'latched', 'resolved'] as const).filter((state) =>
    awaitsAcknowledgement({ state }),
  );
  expect(unacknowledged).toEqual(['active', 'latched']);
});
