import { z } from 'zod';
import type { ThresholdResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { patientIdField } from '../../../../../server/fields.ts';
import { parseRequest, respond } from '../../../../../server/respond.ts';
import { parametersOf, type PatientRoute } from '../../../../../server/route.ts';

const fields = z.object({ patientId: patientIdField });
/** The part of a wearable model's manifest that is of interest here; that of others has no such part. */
const manifest = z.object({
  adaptation: z.object({ threshold: z.object({ lowest: z.number(), highest: z.number() }) }),
});

/** Who changed the patient's threshold, newest first, and what a learned one lies within. */
export function GET(request: Request, route: PatientRoute): Promise<Response> {
  return respond(async (): Promise<ThresholdResponse> => {
    const { patientId } = parseRequest(fields, await parametersOf(request, route));
    const { thresholds, scores, models } = repositories();
    const [changes, [newest]] = await Promise.all([
      thresholds.history(patientId, 10),
      scores.recent({ patientId, fromUs: 1e15, toUs: 1e16 }, 1),
    ]);
    const parsed = manifest.safeParse(newest && (await models.find(newest.modelVersion)));
    return { changes, ...(parsed.success && { learnedWithin: parsed.data.adaptation.threshold }) };
  });
}
