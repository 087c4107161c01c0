import {
  alarmId,
  deviceId,
  modelVersion,
  patientId,
  rr140Zscore,
  type AlarmEvent,
  type Beat,
  type PatientId,
} from '@beatwatch/contracts';
import type { StoredScore, WaveformChunk } from '../repositories.ts';

/*
 * Plausible rows for this package's own tests; every field can be set. Times count from the given one.
 */

export const testModel = modelVersion('lstm-1');

export function beatAt(patient: PatientId, timeUs: number, fields: Partial<Beat> = {}): Beat {
  return {
    patientId: patient,
    deviceId: deviceId('patch-1'),
    lead: 'II',
    timeUs,
    endTimeUs: timeUs + 800_000,
    rrIntervalMs: 800,
    preprocessing: rr140Zscore,
    // Whole steps of what is stored.
    samples: Float32Array.from({ length: 140 }, (_, index) => Math.round(1024 * Math.sin(index / 7)) / 1024),
    ...fields,
  };
}

export function scoreAt(
  patient: PatientId,
  beatTimeUs: number,
  fields: Partial<StoredScore> = {},
): StoredScore {
  return {
    patientId: patient,
    beatTimeUs,
    lead: 'II',
    modelVersion: testModel,
    anomalyScore: 12.5,
    anomalous: false,
    ventricular: false,
    rrIntervalMs: 800,
    scoredAtUs: beatTimeUs + 900_000,
    ...fields,
  };
}

export function chunkAt(
  patient: PatientId,
  firstSampleTimeUs: number,
  fields: Partial<WaveformChunk> = {},
): WaveformChunk {
  return {
    patientId: patient,
    deviceId: deviceId('patch-1'),
    lead: 'II',
    firstSampleTimeUs,
    samplingRateHz: 250,
    microvoltsPerCount: 4.88,
    samples: Int16Array.from({ length: 250 }, (_, index) => Math.round(1000 * Math.sin(index / 9))),
    ...fields,
  };
}

export function alarmEventAt(
  patient: PatientId,
  raisedTimeUs: number,
  fields: Partial<AlarmEvent> = {},
): AlarmEvent {
  return {
    alarmId: alarmId(patient, 'anomaly-burst', raisedTimeUs),
    patientId: patient,
    kind: 'anomaly-burst',
    priority: 'high',
    state: 'active',
    changeNumber: 1,
    timeUs: raisedTimeUs,
    raisedTimeUs,
    evidence: {
      beatTimesUs: [raisedTimeUs - 800_000, raisedTimeUs],
      anomalyScores: [31.25, 40.1],
      threshold: 20,
      fromUs: raisedTimeUs - 8_000_000,
      toUs: raisedTimeUs,
      lead: 'II',
    },
    ...fields,
  };
}

let patients = 0;
/** A patient whom no other test of the file has. */
export function anotherPatient(): PatientId {
  patients += 1;
  return patientId(`patient-${patients}`);
}
