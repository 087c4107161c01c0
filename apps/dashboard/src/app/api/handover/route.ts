import { seesWard } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { readConfig } from '../../../server/config.ts';
import { repositories } from '../../../server/database.ts';
import { guarded } from '../../../server/guarded.ts';
import { handoverOf } from '../../../server/handover.ts';
import { auditHandover } from '../../../server/opened-patients.ts';
import { parseRequest } from '../../../server/respond.ts';
import type { HandoverResponse } from '../../../server/responses.ts';

const query = z.object({ ward: z.string().min(1).max(40).optional() });

/** `?ward=`: what one shift tells the next of everybody on a ward that the user may see; of all such wards without one. */
export const GET = guarded('see', async ({ request, session, parameters }): Promise<HandoverResponse> => {
  const { ward } = parseRequest(query, parameters);
  const { WARD_QUIET_DAYS: quietDays } = readConfig(process.env);
  const everybody = await repositories().patients.list({ quietDays });
  const here = everybody.filter(
    (patient) => seesWard(session, patient.ward) && (ward === undefined || patient.ward === ward),
  );
  await auditHandover(request, session, ward);
  return handoverOf(session, here);
});
