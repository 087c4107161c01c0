import type { LossesResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { rangeFields } from '../../../../../server/fields.ts';
import { parseRequest, respond } from '../../../../../server/respond.ts';
import { parametersOf, type PatientRoute } from '../../../../../server/route.ts';

const fields = rangeFields(366 * 1440);
const maxLosses = 1000;

/** The newest 1,000 losses of a range: what a beat's loss is compared with. */
export function GET(request: Request, route: PatientRoute): Promise<Response> {
  return respond(async (): Promise<LossesResponse> => {
    const range = parseRequest(fields, await parametersOf(request, route));
    const scores = await repositories().scores.recent(range, maxLosses);
    return { losses: scores.map(({ anomalyScore }) => anomalyScore) };
  });
}
