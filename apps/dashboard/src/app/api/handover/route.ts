import { seesWard } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { groupIdField, groupOf } from '../../../server/care-groups.ts';
import { readConfig } from '../../../server/config.ts';
import { repositories } from '../../../server/database.ts';
import { guarded } from '../../../server/guarded.ts';
import { handoverOf } from '../../../server/handover.ts';
import { auditHandover } from '../../../server/opened-patients.ts';
import { parseRequest } from '../../../server/respond.ts';
import type { HandoverResponse } from '../../../server/care-responses.ts';

const query = z.object({ ward: z.string().min(1).max(40).optional(), groupId: groupIdField.optional() });

/**
 * What one shift tells the next of everybody whom the user may see; of those of a ward alone by `?ward=`, of those of a group of
 * care by `?groupId=`.
 */
export const GET = guarded('see', async ({ request, session, parameters }): Promise<HandoverResponse> => {
  const { ward, groupId } = parseRequest(query, parameters);
  const { WARD_QUIET_DAYS: quietDays } = readConfig(process.env);
  const everybody = await repositories().patients.list({ quietDays });
  const group = groupId === undefined ? undefined : await groupOf(session, groupId);
  const here = everybody.filter(
    (patient) =>
      seesWard(session, patient.ward) &&
      (ward === undefined || patient.ward === ward) &&
      (group === undefined || group.patientIds.includes(patient.patientId)),
  );
  await auditHandover(request, session, group?.name ?? ward);
  return handoverOf(session, here);
});
