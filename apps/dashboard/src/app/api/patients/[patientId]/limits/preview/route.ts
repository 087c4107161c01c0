import { z } from 'zod';
import { previewHours, respondWithPreview } from '../../../../../../server/alarm-preview.ts';
import { patientIdField } from '../../../../../../server/fields.ts';
import { guarded } from '../../../../../../server/guarded.ts';
import { queriedLimits } from '../../../../../../server/limit-fields.ts';
import { parseRequest } from '../../../../../../server/respond.ts';

const fields = z.object({ patientId: patientIdField, hours: previewHours });

/**
 * Which alarms the last hours would have had with other limits of the patient: lines of JSON, with the progress. The query has the
 * patient's own, by their names; without any those of the ward are looked at.
 */
export const GET = guarded('see', ({ request, parameters }) => {
  const of = parseRequest(fields, parameters);
  return respondWithPreview(request, of, { limits: queriedLimits(parameters) });
});
