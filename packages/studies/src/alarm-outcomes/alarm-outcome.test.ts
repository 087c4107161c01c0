import {
  alarmId,
  patientId,
  type AlarmKind,
  type AlarmPriority,
  type AlarmState,
} from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import type { LiveAlarmEvent } from '../live-path/live-run.ts';
import { alarmedEvents, alarmHistory, technicalSeconds } from './alarm-outcome.ts';

const patient = patientId('p');
const evidence = { beatTimesUs: [], anomalyScores: [], fromUs: 0, toUs: 0 };

/** Changes of alarms, with one alarm for each kind. */
type Change = readonly [seconds: number, kind: AlarmKind, state: AlarmState, priority?: AlarmPriority];
const changes = (...list: readonly Change[]): LiveAlarmEvent[] =>
  list.map(([knownSeconds, kind, state, priority = 'high'], index) => ({
    knownSeconds,
    event: {
      alarmId: alarmId(patient, kind, 1),
      patientId: patient,
      kind,
      priority,
      state,
      changeNumber: index + 1,
      timeUs: 0,
      raisedTimeUs: 0,
      evidence,
    },
  }));

describe('alarmHistory', () => {
  it('gives an alarm the highest priority that it had', () => {
    const { raised } = alarmHistory(
      changes(
        [10, 'ventricular-run', 'active', 'medium'],
        [12, 'ventricular-run', 'active', 'high'],
        [14, 'ventricular-run', 'active', 'medium'],
      ),
      60,
    );
    expect(raised).toMatchObject([{ seconds: 10, priority: 'high' }]);
  });

  it('counts an alarm again each time it comes back after it was over, not when it is acknowledged', () => {
    const { raised, open, latched } = alarmHistory(
      changes(
        [10, 'asystole', 'active'],
        [12, 'asystole', 'acknowledged'],
        [15, 'asystole', 'latched'],
        [20, 'asystole', 'active'],
        [21, 'asystole', 'active'],
      ),
      60,
    );
    expect(raised.map(({ seconds }) => seconds)).toEqual([10, 20]);
    const asystole = { kind: 'asystole', priority: 'high' };
    expect(open).toEqual([
      { ...asystole, from: 10, to: 15 },
      { ...asystole, from: 20, to: 60 },
    ]);
    expect(latched).toEqual([{ ...asystole, from: 15, to: 20 }]);
  });
});

describe('alarmedEvents', () => {
  const event = { kind: 'ventricular-run', onsetSeconds: 100, endSeconds: 102, beats: 3 } as const;
  const secondsToAlarm = (...list: readonly Change[]): number | undefined =>
    alarmedEvents([event], alarmHistory(changes(...list), 200))[0]?.secondsToAlarm;

  it('takes any clinical alarm that sounds and is raised within ten seconds, and the time it took', () => {
    expect(secondsToAlarm([103.5, 'anomaly-burst', 'active'])).toBe(3.5);
    expect(secondsToAlarm([110.5, 'anomaly-burst', 'active'])).toBeUndefined();
    expect(
      secondsToAlarm([99, 'anomaly-burst', 'active'], [99.5, 'anomaly-burst', 'resolved']),
    ).toBeUndefined();
  });

  it('counts an alarm from the priority on with which it sounds', () => {
    expect(secondsToAlarm([101, 'anomaly-burst', 'active', 'low'])).toBeUndefined();
    expect(secondsToAlarm([101, 'ventricular-run', 'active', 'medium'])).toBe(1);
  });

  it('counts an alarm active at the onset as immediate, and no technical one', () => {
    expect(secondsToAlarm([50, 'anomaly-burst', 'active'])).toBe(0);
    expect(secondsToAlarm([50, 'anomaly-burst', 'active'], [101, 'anomaly-burst', 'resolved'])).toBe(0);
    expect(secondsToAlarm([50, 'poor-signal', 'active'])).toBeUndefined();
  });
});

describe('technicalSeconds', () => {
  const history = alarmHistory(
    changes(
      [10, 'poor-signal', 'active'],
      [15, 'lead-off', 'active'],
      [20, 'poor-signal', 'resolved'],
      [25, 'lead-off', 'resolved'],
      [30, 'asystole', 'active'],
    ),
    60,
  );

  it('counts the time of overlapping technical alarms once, and no clinical one', () => {
    expect(technicalSeconds(history)).toBe(15);
  });

  it('counts only within the given spans', () => {
    expect(
      technicalSeconds(history, [
        { from: 12, to: 16 },
        { from: 24, to: 60 },
      ]),
    ).toBe(5);
  });
});
