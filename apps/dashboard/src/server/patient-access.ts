import type { PatientId } from '@beatwatch/contracts';
import { seesWard, type Session } from '@beatwatch/service-kit/session';
import { repositories } from './database.ts';
import { patientIdField } from './fields.ts';
import { RequestError } from './request-error.ts';

/**
 * One who does not exist is refused alike, so that nothing is learned of other wards.
 * @throws RequestError 403 where the user may not see the ward of this patient
 */
export async function mustSeePatient(session: Session, id: string): Promise<void> {
  if (session.wards === undefined) return;
  const parsed = patientIdField.safeParse(id);
  const patient = parsed.success ? await repositories().patients.find(parsed.data) : undefined;
  if (seesWard(session, patient?.ward)) return;
  throw new RequestError({ code: 'patient-of-other-ward' });
}

/** The rows of patients whose ward the user may see, in the same order. */
export async function ofSeenPatients<Row extends { readonly patientId: PatientId }>(
  session: Session,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  if (session.wards === undefined) return rows;
  const wards = await repositories().patients.wardsOf([...new Set(rows.map(({ patientId }) => patientId))]);
  return rows.filter(({ patientId }) => seesWard(session, wards.get(patientId)));
}
