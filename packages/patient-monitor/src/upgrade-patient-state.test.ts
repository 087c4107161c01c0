import { expect, it } from 'vitest';
import { restorePatientState } from './upgrade-patient-state.ts';

it('reads a state of version 1, which decided alarms on one lead', () => {
  const stored = {
    version: 1,
    monitor: { version: 3 },
    alarmLead: { lead: 'II', untilUs: 5 },
    seconds: { II: [{ timeUs: 1, endTimeUs: 2, usable: true }] },
    leads: {},
    setThreshold: 3,
  };
  const { alarmLead: _, ...same } = stored;
  expect(restorePatientState(stored)).toEqual({ ...same, version: 2, atrial: {}, ventricular: {} });
});

it('knows no other version', () => {
  expect(restorePatientState({ version: 99 })).toBeUndefined();
  expect(restorePatientState(undefined)).toBeUndefined();
});
