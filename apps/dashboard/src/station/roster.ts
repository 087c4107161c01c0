import type { PatientId } from '@beatwatch/contracts';
import type { Patient } from '@beatwatch/timescale';
import type { PatientSummary } from '../live/live-patient.ts';
import type { Status } from '../live/status.ts';

export interface RosterEntry extends Patient {
  readonly summary: PatientSummary;
}

export type SortOrder = 'name' | 'urgency';

const urgencyOf: Readonly<Record<Status['kind'], number>> = {
  alarm: 0,
  technical: 1,
  'no-data': 2,
  latched: 3,
  'not-scored': 4,
  acknowledged: 5,
  learning: 6,
  normal: 7,
  waiting: 8,
};

const byName = new Intl.Collator('en', { numeric: true });

/** All stored and live patients by ward and name, in order `urgency` those with alarms first. */
export function rosterOf(
  stored: readonly Patient[],
  live: ReadonlyMap<PatientId, PatientSummary>,
  order: SortOrder,
): RosterEntry[] {
  const known = new Map(stored.map((patient) => [patient.patientId, patient]));
  const ids = new Set([...known.keys(), ...live.keys()]);
  const entries = [...ids].map((patientId): RosterEntry => {
    const patient = known.get(patientId) ?? { patientId, displayName: patientId, ward: 'unassigned' };
    return { ...patient, summary: live.get(patientId) ?? waiting(patientId) };
  });
  return entries.sort(
    (a, b) =>
      (order === 'urgency' ? urgencyOf[a.summary.status.kind] - urgencyOf[b.summary.status.kind] : 0) ||
      byName.compare(a.ward, b.ward) ||
      byName.compare(a.displayName, b.displayName) ||
      byName.compare(a.patientId, b.patientId),
  );
}

const waiting = (patientId: PatientId): PatientSummary => ({
  patientId,
  status: { kind: 'waiting' },
  heartRateBpm: undefined,
  anomalyScore: undefined,
  threshold: undefined,
  anomalousShare: undefined,
  lead: undefined,
  furtherAlarms: 0,
});
