import { z } from 'zod';
import type { AlarmsResponse } from '../../../server/responses.ts';
import { repositories } from '../../../server/database.ts';
import { limitField } from '../../../server/fields.ts';
import { guarded } from '../../../server/guarded.ts';
import { ofSeenPatients } from '../../../server/patient-access.ts';
import { parseRequest } from '../../../server/respond.ts';

const mostAlarms = 1000;
const query = z.object({ open: z.enum(['0', '1']).default('0'), limit: limitField(mostAlarms, 100) });

/** Alarms of all patients, newest first: `?open=1` for those not yet over, the most urgent first, `?limit=` for how many. */
export const GET = guarded('see', async ({ session, parameters }): Promise<AlarmsResponse> => {
  const { open, limit } = parseRequest(query, parameters);
  const openOnly = open === '1';
  const { alarms } = repositories();
  if (session.wards === undefined) return { alarms: await alarms.list({ openOnly, limit }) };
  const seen = await ofSeenPatients(session, await alarms.list({ openOnly, limit: mostAlarms }));
  return { alarms: seen.slice(0, limit) };
});
