import type {
  AlarmEvent,
  AlarmEvidence,
  AlarmId,
  AlarmKind,
  AlarmPriority,
  AlarmReason,
  AlarmState,
  PatientId,
} from '@beatwatch/contracts';

/** A change of an alarm as a table holds it. */
export interface EventRow {
  alarm_id: AlarmId;
  patient_id: PatientId;
  kind: AlarmKind;
  priority: AlarmPriority;
  state: AlarmState;
  change_number: number;
  time_us: number;
  raised_time_us: number;
  actor: string | null;
  reason: AlarmReason | null;
  escalated: boolean;
  evidence: AlarmEvidence;
}

export const eventColumns = `alarm_id, patient_id, kind, priority, state, change_number, epoch_us(time) as time_us,
  epoch_us(raised_time) as raised_time_us, actor, reason, escalated, evidence`;

export function eventOf(row: EventRow): AlarmEvent {
  return {
    alarmId: row.alarm_id,
    patientId: row.patient_id,
    kind: row.kind,
    priority: row.priority,
    state: row.state,
    changeNumber: row.change_number,
    timeUs: row.time_us,
    raisedTimeUs: row.raised_time_us,
    ...(row.actor === null ? {} : { actor: row.actor }),
    ...(row.escalated && { escalated: true }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    evidence: row.evidence,
  };
}
