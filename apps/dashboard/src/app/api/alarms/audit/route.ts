import { isTimeZone } from '@beatwatch/service-kit';
import { seesWard } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { repositories } from '../../../../server/database.ts';
import { expects } from '../../../../server/expectations.ts';
import { guarded } from '../../../../server/guarded.ts';
import { RequestError } from '../../../../server/request-error.ts';
import { parseRequest } from '../../../../server/respond.ts';
import type { AlarmAuditResponse } from '../../../../server/responses.ts';

const mostDays = 92;

const fields = z.object({
  days: z.coerce.number().int().min(1).max(mostDays).default(1),
  ward: z.string().max(40).optional(),
  timeZone: z
    .string()
    .refine(isTimeZone, expects({ code: 'time-zone' }))
    .default('UTC'),
});

/** How many alarms the last days had, by kind, bed and hour, and how long until somebody took them. */
export const GET = guarded('see', async ({ session, parameters }): Promise<AlarmAuditResponse> => {
  const { days, ward, timeZone } = parseRequest(fields, parameters);
  if (ward !== undefined && ward !== '' && !seesWard(session, ward))
    throw new RequestError({ code: 'other-ward' });
  const wards = ward === undefined || ward === '' ? session.wards : [ward];
  const toUs = Date.now() * 1000;
  const fromUs = toUs - days * 86_400e6;
  const audit = await repositories().alarms.audit({
    fromUs,
    toUs,
    timeZone,
    ...(wards !== undefined && { wards }),
  });
  return { fromUs, toUs, audit };
});
