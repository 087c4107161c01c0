import type { AdmissionCommand, AlarmEvent } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { AlarmMonitor } from '../monitor.ts';
import { feed, inOrder, patient, seconds, startUs } from '../test-signal.ts';

const base = { patientId: patient, actor: 'Nurse K.', timeUs: startUs + 5e9 } as const;
const discharge: AdmissionCommand = { ...base, action: 'discharge' };
const admit: AdmissionCommand = { ...base, action: 'admit' };
const shown = (events: readonly AlarmEvent[]): string[] =>
  events.map(({ kind, state, reason = '', actor = '' }) => [kind, state, reason, actor].join(' ').trim());

const fibrillating = inOrder([], seconds(12, { fibrillationIndex: 1 }));
const loose = inOrder([], seconds(30, { qualityIndex: 0, faults: ['lead-off'] }));

/** A monitor with an alarm of high priority and one for missing data. */
function inAlarm(): AlarmMonitor {
  const monitor = new AlarmMonitor(patient);
  feed(monitor, fibrillating);
  monitor.noData(startUs + 60e6);
  expect(Object.keys(monitor.state.open)).toEqual(['ventricular-fibrillation', 'no-data']);
  return monitor;
}

describe('a discharge', () => {
  it('ends every open alarm, also one that nobody has seen, and says who did it', () => {
    const monitor = inAlarm();
    expect(shown(monitor.command(discharge))).toEqual([
      'ventricular-fibrillation resolved discharged Nurse K.',
      'no-data resolved discharged Nurse K.',
    ]);
    expect(monitor.state.open).toEqual({});
    expect(monitor.command(discharge)).toEqual([]);
  });

  it('has nothing raised by what comes, or does not come, until the patient is admitted again', () => {
    const monitor = new AlarmMonitor(patient);
    feed(monitor, inOrder([], seconds(5)));
    monitor.command(discharge);
    const later = inOrder([], seconds(20, { fibrillationIndex: 1 }, 5));
    expect(feed(monitor, later)).toEqual([]);
    expect(monitor.noData(startUs + 1000e6)).toEqual([]);
    monitor.command(admit);
    expect(shown(feed(monitor, inOrder([], seconds(12, { fibrillationIndex: 1 }, 30))))).toEqual([
      'ventricular-fibrillation active',
    ]);
  });

  it('is followed by an alarm for missing data once the patient is admitted again, with the next number of its change', () => {
    const monitor = inAlarm();
    const [, ended] = monitor.command(discharge);
    monitor.command(admit);
    const [again] = monitor.noData(startUs + 4000e6);
    expect(again).toMatchObject({ kind: 'no-data', state: 'active' });
    expect(again!.alarmId === ended!.alarmId ? again!.changeNumber : ended!.changeNumber + 1).toBe(
      ended!.changeNumber + 1,
    );
  });
});

describe('a standby', () => {
  const standby: AdmissionCommand = { ...base, action: 'standby', untilUs: startUs + 9e9 };

  it('ends technical alarms and leaves clinical ones', () => {
    expect(shown(inAlarm().command(standby))).toEqual(['no-data resolved standby Nurse K.']);
  });

  it('holds back technical alarms until it ends, and clinical ones never', () => {
    const monitor = new AlarmMonitor(patient);
    monitor.command(standby);
    expect(feed(monitor, loose)).toEqual([]);
    expect(monitor.noData(startUs + 100e6)).toEqual([]);
    expect(shown(feed(monitor, inOrder([], seconds(12, { fibrillationIndex: 1 }, 101))))).toEqual([
      'ventricular-fibrillation active',
    ]);
    monitor.command({ ...base, action: 'resume' });
    expect(shown(monitor.noData(startUs + 300e6))).toEqual(['no-data active']);
  });
});

describe('a signal that ends as it was meant to', () => {
  const end: AdmissionCommand = { ...base, action: 'end-signal' };

  it('is no alarm for missing data, until it comes again', () => {
    const monitor = new AlarmMonitor(patient);
    feed(monitor, inOrder([], seconds(5)));
    expect(monitor.command(end)).toEqual([]);
    expect(monitor.noData(startUs + 500e6)).toEqual([]);
    feed(monitor, inOrder([], seconds(5, {}, 600)));
    expect(shown(monitor.noData(startUs + 900e6))).toEqual(['no-data active']);
  });

  it('leaves an alarm of high priority that nobody has acknowledged to be seen', () => {
    expect(shown(inAlarm().command(end))).toEqual([
      'ventricular-fibrillation latched signal-ended',
      'no-data resolved signal-ended',
    ]);
  });
});
