import type { Patient } from '@beatwatch/timescale';

type Named = Pick<Patient, 'patientId' | 'displayName' | 'bed'>;

/** Bed before name, where there is one: `301 Demo 01`. Without the name only what tells patients apart: the bed, or the end of the id. */
export function formatPatient({ patientId, displayName, bed }: Named, isHidden: boolean): string {
  if (isHidden) return bed ?? `…${patientId.slice(-3)}`;
  return bed === undefined ? displayName : `${bed} ${displayName}`;
}
