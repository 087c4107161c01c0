import { z } from 'zod';
import { repositories } from '../../../../../server/database.ts';
import { patientIdField } from '../../../../../server/fields.ts';
import { guarded } from '../../../../../server/guarded.ts';
import { parseRequest } from '../../../../../server/respond.ts';
import type { LimitsResponse } from '../../../../../server/responses.ts';

const fields = z.object({ patientId: patientIdField });

/** The limits of the patient's alarms that people have set: the patient's own with who changed them, and those of the ward. */
export const GET = guarded('see', async ({ parameters }): Promise<LimitsResponse> => {
  const { patientId } = parseRequest(fields, parameters);
  const { limits, patients } = repositories();
  const [changes, profiles, patient] = await Promise.all([
    limits.history(patientId, 10),
    limits.profiles(),
    patients.find(patientId),
  ]);
  const own = changes[0]?.limits ?? {};
  const profile = profiles.find(({ ward }) => ward === patient?.ward);
  return {
    changes,
    ...(Object.keys(own).length > 0 && { own }),
    ...(profile !== undefined && { profile }),
  };
});
