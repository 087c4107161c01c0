import type { AnomalyScoresResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { rangeFields } from '../../../../../server/fields.ts';
import { parseRequest, respond } from '../../../../../server/respond.ts';
import { parametersOf, type PatientRoute } from '../../../../../server/route.ts';

const fields = rangeFields(366 * 1440);
const maxScores = 1000;

/** The newest 1,000 anomaly scores of a range, with which a beat's own is compared. */
export function GET(request: Request, route: PatientRoute): Promise<Response> {
  return respond(async (): Promise<AnomalyScoresResponse> => {
    const range = parseRequest(fields, await parametersOf(request, route));
    const scores = await repositories().scores.recent(range, maxScores);
    return { anomalyScores: scores.map(({ anomalyScore }) => anomalyScore) };
  });
}
