import type { TrendResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { rangeFields } from '../../../../../server/fields.ts';
import { guarded } from '../../../../../server/guarded.ts';
import { parseRequest } from '../../../../../server/respond.ts';

const fields = rangeFields(366 * 1440);
/** Up to here minutes are shown (2,880 points), beyond it hours. */
const minutesUpToUs = 48 * 3600e6;

/** Heart rate and anomaly score over a range, from the continuous aggregates. */
export const GET = guarded('see', async ({ parameters }): Promise<TrendResponse> => {
  const range = parseRequest(fields, parameters);
  const bucket = range.toUs - range.fromUs <= minutesUpToUs ? 'minute' : 'hour';
  return { bucket, points: await repositories().scores.trend(range, bucket) };
});
