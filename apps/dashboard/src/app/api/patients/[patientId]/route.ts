import { z } from 'zod';
import type { PatientResponse } from '../../../../server/responses.ts';
import { repositories } from '../../../../server/database.ts';
import { patientIdField } from '../../../../server/fields.ts';
import { auditOpened } from '../../../../server/opened-patients.ts';
import { guarded } from '../../../../server/guarded.ts';
import { RequestError } from '../../../../server/request-error.ts';
import { parseRequest } from '../../../../server/respond.ts';

const fields = z.object({ patientId: patientIdField });

/** One patient, and until when there is history. */
export const GET = guarded('see', async ({ request, session, parameters }): Promise<PatientResponse> => {
  const { patientId } = parseRequest(fields, parameters);
  const { patients, scores } = repositories();
  const [patient, [newest]] = await Promise.all([
    patients.find(patientId),
    scores.recent({ patientId, fromUs: 1e15, toUs: 1e16 }, 1),
  ]);
  if (patient === undefined) throw new RequestError({ code: 'no-such-patient', patientId });
  await auditOpened(request, session, patientId);
  if (newest === undefined) return { patient };
  const { beatTimeUs: newestBeatTimeUs, lead } = newest;
  return { patient, newestBeatTimeUs, ...(lead === undefined ? {} : { newestBeatLead: lead }) };
});
