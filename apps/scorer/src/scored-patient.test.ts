import { patientModel, PatientModels } from '@beatwatch/adaptation';
import { deviceId, patientId } from '@beatwatch/contracts';
import { createUntrainedModel } from '@beatwatch/model-core';
import { PatientMonitor } from '@beatwatch/patient-monitor';
import { expect, it } from 'vitest';
import { ScoredPatient } from './scored-patient.ts';

const id = patientId('p-1');
const models = new PatientModels([
  patientModel(createUntrainedModel({ embedding: 1, seed: 1 }).manifest, () => Promise.resolve([])),
]);
const scored = (): ScoredPatient =>
  new ScoredPatient(new PatientMonitor({ beats: models }, id), { logId: 'log', sources: {} });

it('is not forgotten with an open alarm, nor with a threshold of staff', () => {
  const patient = scored();
  expect(patient.mayForget).toBe(true);
  patient.monitor.second({
    patientId: id,
    deviceId: deviceId('d-1'),
    lead: 'II',
    timeUs: 1.7e15,
    endTimeUs: 1.7e15 + 1e6,
    qualityIndex: 1,
    faults: [],
    fibrillationIndex: 0,
  });
  expect(patient.monitor.noData(1.7e15 + 60e6)).toHaveLength(1);
  expect(patient.mayForget).toBe(false);
  const set = scored();
  set.monitor.command({ patientId: id, actor: 'nurse', timeUs: 1.7e15, action: 'set-threshold', value: 4 });
  expect(set.mayForget).toBe(false);
});
