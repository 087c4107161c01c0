import type { AnomalyScoresResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { rangeFields } from '../../../../../server/fields.ts';
import { guarded } from '../../../../../server/guarded.ts';
import { parseRequest } from '../../../../../server/respond.ts';

const fields = rangeFields(366 * 1440);
const maxScores = 1000;

/** The newest 1,000 anomaly scores of a range, with which a beat's own is compared. */
export const GET = guarded('see', async ({ parameters }): Promise<AnomalyScoresResponse> => {
  const range = parseRequest(fields, parameters);
  const scores = await repositories().scores.recent(range, maxScores);
  return { anomalyScores: scores.map(({ anomalyScore }) => anomalyScore) };
});
