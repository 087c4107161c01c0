import type { TrendResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { rangeFields } from '../../../../../server/fields.ts';
import { parseRequest, respond } from '../../../../../server/respond.ts';
import { parametersOf, type PatientRoute } from '../../../../../server/route.ts';

const fields = rangeFields(366 * 1440);
/** Up to here minutes are shown (2,880 points), beyond it hours. */
const minutesUpToUs = 48 * 3600e6;

/** Heart rate and anomaly score over a range, from the continuous aggregates. */
export function GET(request: Request, route: PatientRoute): Promise<Response> {
  return respond(async (): Promise<TrendResponse> => {
    const range = parseRequest(fields, await parametersOf(request, route));
    const bucket = range.toUs - range.fromUs <= minutesUpToUs ? 'minute' : 'hour';
    return { bucket, points: await repositories().scores.trend(range, bucket) };
  });
}
