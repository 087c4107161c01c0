import { z } from 'zod';
import type { ThresholdResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { patientIdField } from '../../../../../server/fields.ts';
import { guarded } from '../../../../../server/guarded.ts';
import { parseRequest } from '../../../../../server/respond.ts';

const fields = z.object({ patientId: patientIdField });
/** The part of a wearable model's manifest that is of interest here; that of others has no such part. */
const manifest = z.object({
  adaptation: z.object({ threshold: z.object({ lowest: z.number(), highest: z.number() }) }),
});

/** Who changed the patient's threshold, newest first, and what a learned one lies within. */
export const GET = guarded('see', async ({ parameters }): Promise<ThresholdResponse> => {
  const { patientId } = parseRequest(fields, parameters);
  const { thresholds, scores, models } = repositories();
  const [changes, [newest]] = await Promise.all([
    thresholds.history(patientId, 10),
    scores.recent({ patientId, fromUs: 1e15, toUs: 1e16 }, 1),
  ]);
  const parsed = manifest.safeParse(newest && (await models.find(newest.modelVersion)));
  return { changes, ...(parsed.success && { learnedWithin: parsed.data.adaptation.threshold }) };
});
