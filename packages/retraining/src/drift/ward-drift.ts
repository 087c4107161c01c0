import type { PatientId } from '@beatwatch/contracts';
import type { Repositories } from '@beatwatch/timescale';
import { patientDrift, type Drift } from './patient-drift.ts';

/** The default: an hour. */
export const driftWindowUs = 3_600_000_000;

interface WardDriftOptions {
  readonly nowUs: number;
  /** Length of the two times that are compared: the first of a model with a patient, and the last. Default an hour. */
  readonly windowUs?: number;
  /** Default: all who were scored in the last window. */
  readonly patients?: readonly PatientId[];
}

/**
 * How far everybody's measures have moved since the model that scores them first did. A patient whom it has scored for less than
 * two windows is left out.
 */
export async function wardDrift(
  repositories: Pick<Repositories, 'drift'>,
  { nowUs, windowUs = driftWindowUs, patients }: WardDriftOptions,
): Promise<readonly Drift[]> {
  const after = { fromUs: nowUs - windowUs, toUs: nowUs };
  const found: Drift[] = [];
  for (const { patientId, modelVersion, firstUs } of await repositories.drift.scored(after)) {
    if (patients !== undefined && !patients.includes(patientId)) continue;
    const before = { fromUs: firstUs, toUs: firstUs + windowUs };
    if (before.toUs > after.fromUs) continue;
    found.push(...(await patientDrift(repositories, { patientId, modelVersion, before, after })));
  }
  return found;
}
