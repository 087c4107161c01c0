import type { PatientId } from '@beatwatch/contracts';
import type { Repositories } from '@beatwatch/timescale';

/** Longest time for which a move to another ward is not seen. */
const maxAgeMs = 5000;
const maxKnown = 10_000;

/**
 * The wards of patients, read again now and then; while the database is away those that were known.
 * @returns a function that gives the ward, undefined where the patient is not known, and rejects where it cannot be found out
 */
export function patientWards(
  patients: Pick<Repositories['patients'], 'find'>,
  now: () => number = () => performance.now(),
): (id: PatientId) => Promise<string | undefined> {
  const known = new Map<PatientId, { readonly ward: string | undefined; readonly readMs: number }>();
  return async (id) => {
    const held = known.get(id);
    if (held !== undefined && now() - held.readMs < maxAgeMs) return held.ward;
    try {
      const ward = (await patients.find(id))?.ward;
      if (known.size >= maxKnown) known.clear();
      known.set(id, { ward, readMs: now() });
      return ward;
    } catch (error) {
      if (held === undefined) throw error;
      return held.ward;
    }
  };
}
