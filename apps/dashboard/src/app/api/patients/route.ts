import type { PatientsResponse } from '../../../server/responses.ts';
import { readConfig } from '../../../server/config.ts';
import { repositories } from '../../../server/database.ts';
import { respond } from '../../../server/respond.ts';

/** Everyone on the ward, with name and ward. */
export function GET(): Promise<Response> {
  return respond(async (): Promise<PatientsResponse> => {
    const { WARD_QUIET_DAYS: quietDays } = readConfig(process.env);
    return { patients: await repositories().patients.list({ quietDays }) };
  });
}
