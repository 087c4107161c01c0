import { z } from 'zod';
import type { PatientResponse } from '../../../../server/responses.ts';
import { repositories } from '../../../../server/database.ts';
import { patientIdField } from '../../../../server/fields.ts';
import { RequestError } from '../../../../server/request-error.ts';
import { parseRequest, respond } from '../../../../server/respond.ts';
import { parametersOf, type PatientRoute } from '../../../../server/route.ts';

const fields = z.object({ patientId: patientIdField });

/** One patient, and until when there is history. */
export function GET(request: Request, route: PatientRoute): Promise<Response> {
  return respond(async (): Promise<PatientResponse> => {
    const { patientId } = parseRequest(fields, await parametersOf(request, route));
    const { patients, scores } = repositories();
    const [patient, [newest]] = await Promise.all([
      patients.find(patientId),
      scores.recent({ patientId, fromUs: 1e15, toUs: 1e16 }, 1),
    ]);
    if (patient === undefined) {
      throw new RequestError(404, 'not-found', `No patient ${patientId} is known yet.`);
    }
    if (newest === undefined) return { patient };
    const { beatTimeUs: newestBeatTimeUs, lead } = newest;
    return { patient, newestBeatTimeUs, ...(lead === undefined ? {} : { newestBeatLead: lead }) };
  });
}
