import type { PatientId } from '@beatwatch/contracts';
import type { Session } from '@beatwatch/service-kit/session';
import type { WardPatient } from '@beatwatch/timescale';
import { shownNote } from './care-notes.ts';
import { repositories } from './database.ts';
import type { HandoverResponse } from './care-responses.ts';

/** Of most shifts, with the handover of the one before. */
const shiftUs = 12 * 3600e6;
/** More than a hospital's wards have. */
const mostTasks = 5000;

/** What alarmed of these patients in the last 12 h, what is to do for them and what was written last. */
export async function handoverOf(
  session: Session,
  patients: readonly WardPatient[],
): Promise<HandoverResponse> {
  const { alarms, careNotes } = repositories();
  const sinceUs = Date.now() * 1000 - shiftUs;
  const patientIds = patients.map(({ patientId }) => patientId);
  const [alarmed, tasks, notes] = await Promise.all([
    alarms.ofShift({ patientIds, sinceUs }),
    careNotes.openTasks({ patientIds, limit: mostTasks }),
    careNotes.newestNotes(patientIds),
  ]);
  const [alarmsOf, tasksOf, notesOf] = [byPatient(alarmed), byPatient(tasks), byPatient(notes)];
  return {
    sinceUs,
    patients: patients.map((patient) => {
      const [note] = notesOf.get(patient.patientId) ?? [];
      return {
        ...patient,
        alarms: alarmsOf.get(patient.patientId) ?? [],
        tasks: (tasksOf.get(patient.patientId) ?? []).map((task) => shownNote(session, task)),
        ...(note !== undefined && { note: shownNote(session, note) }),
      };
    }),
  };
}

function byPatient<Row extends { readonly patientId: PatientId }>(
  rows: readonly Row[],
): ReadonlyMap<PatientId, readonly Row[]> {
  const grouped = new Map<PatientId, Row[]>();
  for (const row of rows) {
    const others = grouped.get(row.patientId);
    if (others === undefined) grouped.set(row.patientId, [row]);
    else others.push(row);
  }
  return grouped;
}
