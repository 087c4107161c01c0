import { alarmId, patientId, type AlarmEvent } from '@beatwatch/contracts';

/** A change of an alarm; every field can be set. */
export function alarmEvent(fields: Partial<AlarmEvent> = {}): AlarmEvent {
  const patient = fields.patientId ?? patientId('p-1');
  const kind = fields.kind ?? 'asystole';
  const raisedTimeUs = fields.raisedTimeUs ?? 1_764_000_000_000_000;
  return {
    alarmId: alarmId(patient, kind, raisedTimeUs),
    patientId: patient,
    kind,
    priority: 'high',
    state: 'active',
    changeNumber: 1,
    timeUs: raisedTimeUs,
    raisedTimeUs,
    evidence: {
      beatTimesUs: [],
      anomalyScores: [],
      fromUs: raisedTimeUs - 8_000_000,
      toUs: raisedTimeUs,
      measure: 6.5,
      lead: 'II',
    },
    ...fields,
  };
}
