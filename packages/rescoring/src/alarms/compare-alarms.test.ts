import { alarmId, patientId, type AlarmEvent, type AlarmKind, type AlarmState } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { alarmCourses, compareAlarms } from './compare-alarms.ts';

const patient = patientId('p-1');
const second = 1e6;

const changes = (kind: AlarmKind, raised: number, ended?: number): AlarmEvent[] => {
  const change = (state: AlarmState, at: number, changeNumber: number): AlarmEvent => ({
    alarmId: alarmId(patient, kind, raised * second),
    patientId: patient,
    kind,
    priority: 'medium',
    state,
    changeNumber,
    timeUs: at * second,
    raisedTimeUs: raised * second,
    evidence: { beatTimesUs: [], anomalyScores: [], fromUs: 0, toUs: raised * second },
  });
  return [change('active', raised, 1), ...(ended === undefined ? [] : [change('resolved', ended, 2)])];
};
const compared = (stored: AlarmEvent[], rescored: AlarmEvent[]) =>
  compareAlarms(alarmCourses(stored), alarmCourses(rescored));

it('finds every alarm the same where nothing has changed', () => {
  const all = [...changes('anomaly-burst', 100, 110), ...changes('asystole', 200)];
  expect(compared(all, [...all])).toEqual({ stored: 2, rescored: 2, same: 2, differences: [] });
});

it('tells alarms gained, lost and moved, in order of time', () => {
  const { same, differences } = compared(
    [
      ...changes('anomaly-burst', 100, 110),
      ...changes('asystole', 200, 220),
      ...changes('ventricular-run', 300, 310),
      ...changes('anomaly-burst', 600, 610),
    ],
    [
      ...changes('anomaly-burst', 50, 60),
      ...changes('asystole', 200, 230),
      ...changes('ventricular-run', 304, 310),
      ...changes('asystole', 600, 610),
    ],
  );
  expect(same).toBe(0);
  expect(
    differences.map((one) => [
      one.is,
      one.is === 'gained' ? undefined : one.stored.raisedUs / second,
      one.is === 'lost' ? undefined : one.rescored.raisedUs / second,
    ]),
  ).toEqual([
    ['gained', undefined, 50],
    ['lost', 100, undefined],
    ['moved', 200, 200],
    ['moved', 300, 304],
    ['lost', 600, undefined],
    ['gained', undefined, 600],
  ]);
});

it('takes one that is open for one that another overlaps', () => {
  const { differences } = compared(
    changes('atrial-fibrillation', 100),
    changes('atrial-fibrillation', 900, 950),
  );
  expect(differences).toMatchObject([{ is: 'moved' }]);
});
