import { z } from 'zod';
import type { AlarmsResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { limitField, patientIdField } from '../../../../../server/fields.ts';
import { guarded } from '../../../../../server/guarded.ts';
import { parseRequest } from '../../../../../server/respond.ts';

const fields = z.object({ patientId: patientIdField, limit: limitField(1000, 200) });

/** The patient's alarms, newest first. */
export const GET = guarded('see', async ({ parameters }): Promise<AlarmsResponse> => {
  const filter = parseRequest(fields, parameters);
  return { alarms: await repositories().alarms.list(filter) };
});
