import type { PatientId } from '@beatwatch/contracts';
import type { Patient } from '@beatwatch/timescale';
import { expect, it } from 'vitest';
import type { PatientSummary } from '../live/live-patient.ts';
import type { Status } from '../live/status.ts';
import { rosterOf } from './roster.ts';

const stored = (id: string, displayName: string, ward = 'Ward 3'): Patient => ({
  patientId: id as PatientId,
  displayName,
  ward,
});
const live = (entries: Readonly<Record<string, Status['kind']>>): ReadonlyMap<PatientId, PatientSummary> =>
  new Map(
    Object.entries(entries).map(([id, kind]) => [
      id as PatientId,
      { patientId: id, status: { kind } } as PatientSummary,
    ]),
  );
const ids = (...args: Parameters<typeof rosterOf>): string[] =>
  rosterOf(...args).map(({ patientId }) => patientId);

it('lists stored and live patients by ward and by name, with numbers in numeric order', () => {
  const patients = [stored('b', 'Demo 10'), stored('a', 'Demo 9'), stored('c', 'Demo 1', 'ICU')];
  expect(ids(patients, live({ a: 'normal', x: 'normal' }), 'name')).toEqual(['c', 'x', 'a', 'b']);
});

it('lists patients with alarms or without data first on request', () => {
  const patients = [stored('a', 'Demo 1'), stored('b', 'Demo 2'), stored('c', 'Demo 3')];
  expect(ids(patients, live({ a: 'normal', b: 'no-data', c: 'alarm' }), 'urgency')).toEqual(['c', 'b', 'a']);
});
