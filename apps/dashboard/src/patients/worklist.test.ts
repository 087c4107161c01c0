import type { PatientId } from '@beatwatch/contracts';
import type { DirectoryEntry } from '@beatwatch/timescale';
import { expect, it } from 'vitest';
import type { PatientSummary } from '../live/live-patient.ts';
import { reasonsOf } from './worklist.ts';

const entry: DirectoryEntry = {
  patientId: 'p1' as PatientId,
  displayName: 'Ada',
  ward: '3B',
  admission: 'admitted',
  seenUs: 0,
  openAlarms: 0,
};
const heard = (kind: 'no-alarm' | 'waiting'): PatientSummary => ({ status: { kind } }) as PatientSummary;

it.each([
  [{}, heard('no-alarm'), []],
  [{}, undefined, ['no-data']],
  [{}, heard('waiting'), ['no-data']],
  [{ standbyUntilUs: 1 }, undefined, ['away']],
  [{ openAlarms: 1 }, heard('no-alarm'), ['alarm']],
  [{ ward: 'unassigned' }, heard('no-alarm'), ['no-ward']],
  [{ admission: 'discharged' }, undefined, []],
] as const)('why there is something to do: %j', (over, live, reasons) => {
  expect(reasonsOf({ ...entry, ...over }, live, false)).toEqual(reasons);
});

it('has a task of people beside the rest', () => {
  expect(reasonsOf({ ...entry, openAlarms: 1 }, undefined, true)).toEqual(['alarm', 'task', 'no-data']);
});
