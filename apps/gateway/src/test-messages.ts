import {
  alarmId,
  encodeObservation,
  encodePacket,
  encodeScore,
  type AlarmEvent,
  type AlarmState,
  type DeviceId,
  type ModelVersion,
  type PatientId,
  type SignalFault,
  type SystemNotice,
} from '@beatwatch/contracts';

export const startUs = Date.now() * 1000;
const packetSamples = 75;
export const packetUs = 300_000;
export const patient = (name: string): PatientId => name as PatientId;

export const packet = (id: string, index: number, lead = 'II'): Uint8Array =>
  encodePacket({
    patientId: patient(id),
    deviceId: `dev-${id}` as DeviceId,
    lead,
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
    anomalyScore: 12,
    threshold: 24,
    anomalous: false,
    ventricular: false,
    rrIntervalMs: 800,
    scoredAtUs: startUs,
  });

export const second = (id: string, index: number, faults: readonly SignalFault[] = []): Uint8Array =>
  encodeObservation({
    kind: 'second',
    second: {
      patientId: patient(id),
      deviceId: `dev-${id}` as DeviceId,
      lead: 'II',
      timeUs: startUs + index * 1_000_000,
      endTimeUs: startUs + (index + 1) * 1_000_000,
      qualityIndex: faults.length === 0 ? 1 : 0,
      faults,
      fibrillationIndex: 0,
    },
  });

const changes: readonly AlarmState[] = ['active', 'acknowledged', 'latched', 'resolved'];

export const alarm = (id: string, state: AlarmState = 'active'): AlarmEvent => ({
  alarmId: alarmId(patient(id), 'anomaly-burst', startUs),
  patientId: patient(id),
  kind: 'anomaly-burst',
  priority: 'medium',
  state,
  changeNumber: changes.indexOf(state) + 1,
  timeUs: startUs,
  raisedTimeUs: startUs,
  evidence: {
    beatTimesUs: [startUs],
    anomalyScores: [61],
    threshold: 24,
    fromUs: startUs,
    toUs: startUs + 1e6,
  },
});

export const notice = (noticeId: string, fields: Partial<SystemNotice> = {}): SystemNotice => ({
  noticeId,
  severity: 'interrupted',
  state: 'open',
  sinceUs: startUs,
  timeUs: startUs,
  source: 'start',
  text: 'The database does not answer',
  ...fields,
});
