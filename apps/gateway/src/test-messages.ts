import {
  alarmId,
  encodePacket,
  encodeScore,
  type AlarmEvent,
  type AlarmState,
  type DeviceId,
  type ModelVersion,
  type PatientId,
} from '@beatwatch/contracts';

export const startUs = Date.now() * 1000;
const packetSamples = 75;
export const packetUs = 300_000;
export const patient = (name: string): PatientId => name as PatientId;

export const packet = (id: string, index: number): Uint8Array =>
  encodePacket({
    patientId: patient(id),
    deviceId: `dev-${id}` as DeviceId,
    lead: 'II',
    sequence: index,
    samplingRateHz: 250,
    lastSampleTimeUs: startUs + index * packetUs + ((packetSamples - 1) * 1e6) / 250,
    microvoltsPerCount: 2,
    samples: Int16Array.from({ length: packetSamples }, (_, sample) => index * 100 + sample),
  });

export const score = (id: string, index: number): Uint8Array =>
  encodeScore({
    patientId: patient(id),
    beatTimeUs: startUs + index * 800_000,
    modelVersion: 'm1' as ModelVersion,
    loss: 12,
    threshold: 24,
    anomalous: false,
    rrIntervalMs: 800,
    scoredAtUs: startUs,
  });

export const alarm = (id: string, state: AlarmState = 'active'): AlarmEvent => ({
  alarmId: alarmId(patient(id), 'anomaly-burst', startUs),
  patientId: patient(id),
  kind: 'anomaly-burst',
  priority: 'medium',
  state,
  timeUs: startUs,
  raisedTimeUs: startUs,
  evidence: { beatTimesUs: [startUs], losses: [61], threshold: 24 },
});
