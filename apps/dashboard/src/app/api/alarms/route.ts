import { z } from 'zod';
import type { AlarmsResponse } from '../../../server/responses.ts';
import { repositories } from '../../../server/database.ts';
import { limitField } from '../../../server/fields.ts';
import { parseRequest, respond } from '../../../server/respond.ts';

const query = z.object({ open: z.enum(['0', '1']).default('0'), limit: limitField(1000, 100) });

/** Alarms of all patients, newest first: `?open=1` for those not yet over, the most urgent first, `?limit=` for how many. */
export function GET(request: Request): Promise<Response> {
  return respond(async (): Promise<AlarmsResponse> => {
    const { open, limit } = parseRequest(query, Object.fromEntries(new URL(request.url).searchParams));
    return { alarms: await repositories().alarms.list({ openOnly: open === '1', limit }) };
  });
}
