import type { AlarmEvent, AlarmId, PatientId } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { acknowledgePress, type Press, type Selection } from './acknowledge-press.ts';

const alarm = (id: string, patient: string, state: AlarmEvent['state'] = 'active'): AlarmEvent =>
  ({ alarmId: id as AlarmId, patientId: patient as PatientId, state }) as AlarmEvent;
const selection = (patient: string, id?: string): Selection => ({
  patientId: patient as PatientId,
  alarmId: id,
});
const pressed = (alarms: readonly AlarmEvent[], selected?: Selection): string | undefined => {
  const press: Press | undefined = acknowledgePress(alarms, selected);
  return press && `${press.does} ${press.alarm.alarmId}`;
};

it('shows the most urgent alarm first, and acknowledges it with the second press', () => {
  const alarms = [alarm('vf', 'p1'), alarm('run', 'p2')];
  expect(pressed(alarms)).toBe('select vf');
  expect(pressed(alarms, selection('p1', 'vf'))).toBe('acknowledge vf');
});

it('acts on the selected patient, whatever else is open', () => {
  const alarms = [alarm('vf', 'p1'), alarm('run', 'p2')];
  expect(pressed(alarms, selection('p2'))).toBe('select run');
  expect(pressed(alarms, selection('p2', 'run'))).toBe('acknowledge run');
});

it('never acknowledges an alarm that was not shown before', () => {
  const seen = [alarm('vf', 'p1', 'acknowledged'), alarm('run', 'p2')];
  expect(pressed(seen, selection('p1', 'vf'))).toBe('select run');
  const worse = [alarm('vf', 'p1'), alarm('run', 'p1')];
  expect(pressed(worse, selection('p1', 'run'))).toBe('select vf');
  expect(pressed([alarm('again', 'p1')], selection('p1', 'vf'))).toBe('select again');
});

it('does nothing where nothing waits to be acknowledged', () => {
  expect(pressed([], selection('p1'))).toBeUndefined();
  expect(pressed([alarm('vf', 'p1', 'acknowledged')], selection('p1', 'vf'))).toBeUndefined();
});
