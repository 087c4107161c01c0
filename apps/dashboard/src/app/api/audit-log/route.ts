import { z } from 'zod';
import { repositories } from '../../../server/database.ts';
import { expects } from '../../../server/expectations.ts';
import { rowIdField } from '../../../server/fields.ts';
import { guarded } from '../../../server/guarded.ts';
import { parseRequest } from '../../../server/respond.ts';
import type { AuditLogResponse } from '../../../server/responses.ts';

const pageSize = 100;

/** An empty one is as none. */
const searched = z
  .string()
  .max(100, expects({ code: 'no-longer', most: 100 }))
  .transform((text) => (text.trim() === '' ? undefined : text.trim()))
  .optional();

const fields = z.object({
  before: rowIdField('entry').optional(),
  patient: searched,
  who: searched,
});

/** Who saw and did what, the newest first, a hundred at a time. */
export const GET = guarded('administer', async ({ parameters }): Promise<AuditLogResponse> => {
  const { before, patient, who } = parseRequest(fields, parameters);
  const entries = await repositories().audit.latest({
    limit: pageSize,
    ...(before !== undefined && { beforeId: before }),
    ...(patient !== undefined && { patientId: patient }),
    ...(who !== undefined && { who }),
  });
  const last = entries.length === pageSize ? entries.at(-1) : undefined;
  return { entries, ...(last !== undefined && { before: last.id }) };
});
