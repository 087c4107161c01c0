import { replayAlarms, RescoreError } from '@beatwatch/rescoring/alarms';
import { thresholdLimits } from '@beatwatch/live-protocol';
import { z } from 'zod';
import { repositories } from '../../../../../../server/database.ts';
import { patientIdField } from '../../../../../../server/fields.ts';
import { guarded } from '../../../../../../server/guarded.ts';
import { takePlace } from '../../../../../../server/preview-places.ts';
import { RequestError } from '../../../../../../server/request-error.ts';
import { parseRequest } from '../../../../../../server/respond.ts';
import { respondInLines } from '../../../../../../server/respond-in-lines.ts';
import { previewOf } from '../../../../../../server/threshold-preview.ts';

const fields = z.object({
  patientId: patientIdField,
  hours: z.coerce.number().int().min(1).max(72),
  /** Absent: the learned one. */
  threshold: z.coerce.number().min(thresholdLimits.min).max(thresholdLimits.max).optional(),
});

/** Which alarms the last hours would have had with another threshold: lines of JSON, with the progress. */
export const GET = guarded('see', ({ request, parameters }) => {
  const { patientId, hours, threshold = 'learned' } = parseRequest(fields, parameters);
  const release = takePlace();
  return respondInLines(request.signal, async ({ signal, onProgress }) => {
    try {
      const sinceUs = Math.round(Date.now() * 1000 - hours * 3600e6);
      return previewOf(
        await replayAlarms({
          repositories: repositories(),
          patientId,
          sinceUs,
          threshold,
          signal,
          onProgress,
        }),
      );
    } catch (error) {
      throw error instanceof RescoreError ? new RequestError(409, 'no-preview', error.message) : error;
    } finally {
      release();
    }
  });
});
