import type { QualityResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { rangeFields } from '../../../../../server/fields.ts';
import { guarded } from '../../../../../server/guarded.ts';
import { poorBuckets } from '../../../../../server/quality-buckets.ts';
import { parseRequest } from '../../../../../server/respond.ts';

/** A day: some 86,000 seconds of one lead. */
const fields = rangeFields(24 * 60);
const secondsUpToUs = 2 * 3600e6;

/** Where the signal of a range could not be trusted, was missing or came late. */
export const GET = guarded('see', async ({ parameters }): Promise<QualityResponse> => {
  const range = parseRequest(fields, parameters);
  const { waveforms, gaps, scores } = repositories();
  const [seconds, found, lateMinutesUs] = await Promise.all([
    waveforms.quality(range),
    gaps.read(range),
    scores.lateMinutes(range),
  ]);
  const bucketUs = range.toUs - range.fromUs <= secondsUpToUs ? 1e6 : 60e6;
  return {
    bucketUs,
    poor: poorBuckets(seconds, bucketUs),
    gaps: found.map(({ fromUs, toUs, reason }) => ({ fromUs, toUs, reason })),
    lateMinutesUs,
  };
});
