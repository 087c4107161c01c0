import { z } from 'zod';
import type { AlarmsResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { limitField, patientIdField } from '../../../../../server/fields.ts';
import { parseRequest, respond } from '../../../../../server/respond.ts';
import { parametersOf, type PatientRoute } from '../../../../../server/route.ts';

const fields = z.object({ patientId: patientIdField, limit: limitField(1000, 200) });

/** The patient's alarms, newest first. */
export function GET(request: Request, route: PatientRoute): Promise<Response> {
  return respond(async (): Promise<AlarmsResponse> => {
    const filter = parseRequest(fields, await parametersOf(request, route));
    return { alarms: await repositories().alarms.list(filter) };
  });
}
