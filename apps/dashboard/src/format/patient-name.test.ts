import type { PatientId } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { formatPatient } from './patient-name.ts';

it('puts the bed first, and leaves the name out where names are hidden', () => {
  const ada = { patientId: 'mrn-4711' as PatientId, displayName: 'Ada L.' };
  expect([formatPatient({ ...ada, bed: '12' }, false), formatPatient(ada, false)]).toEqual([
    '12 Ada L.',
    'Ada L.',
  ]);
  expect([formatPatient({ ...ada, bed: '12' }, true), formatPatient(ada, true)]).toEqual(['12', '…711']);
});
