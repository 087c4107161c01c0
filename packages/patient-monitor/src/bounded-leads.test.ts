import type { PatientModels } from '@beatwatch/adaptation';
import { deviceId, patientId } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { PatientMonitor } from './patient-monitor.ts';

it('a patient of two thousand leads that send seconds alone stays small, and keeps the one that goes on', () => {
  const monitor = new PatientMonitor({ beats: [] as unknown as PatientModels }, patientId('p-1'));
  const second = (lead: string, index: number): void => {
    const timeUs = 1.7e15 + index * 1e6;
    monitor.second({
      patientId: patientId('p-1'),
      deviceId: deviceId('d-1'),
      lead,
      timeUs,
      endTimeUs: timeUs + 1e6,
      qualityIndex: 1,
      faults: [],
      fibrillationIndex: 0,
    });
  };
  for (let index = 0; index < 2000; index += 1) {
    second('II', index);
    second(`stray-${index}`, index);
  }
  const { seconds, atrial, ventricular, devices = {} } = monitor.state;
  for (const leads of [seconds, atrial, ventricular, devices]) {
    expect(Object.keys(leads).length).toBeLessThanOrEqual(33);
  }
  expect(Object.keys(seconds)).toContain('II');
  expect(seconds['II']?.length).toBe(8);
  expect(JSON.stringify(monitor.state).length).toBeLessThan(200_000);
});
