import { thresholdLimits } from '@beatwatch/live-protocol';
import { z } from 'zod';
import { previewHours, respondWithPreview } from '../../../../../../server/alarm-preview.ts';
import { patientIdField } from '../../../../../../server/fields.ts';
import { guarded } from '../../../../../../server/guarded.ts';
import { parseRequest } from '../../../../../../server/respond.ts';

const fields = z.object({
  patientId: patientIdField,
  hours: previewHours,
  /** Absent: the learned one. */
  threshold: z.coerce.number().min(thresholdLimits.min).max(thresholdLimits.max).optional(),
});

/** Which alarms the last hours would have had with another threshold: lines of JSON, with the progress. */
export const GET = guarded('see', ({ request, parameters }) => {
  const { threshold = 'learned', ...of } = parseRequest(fields, parameters);
  return respondWithPreview(request, of, { threshold });
});
