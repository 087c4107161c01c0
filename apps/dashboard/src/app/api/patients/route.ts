import { seesWard } from '@beatwatch/service-kit/session';
import type { PatientsResponse } from '../../../server/responses.ts';
import { readConfig } from '../../../server/config.ts';
import { repositories } from '../../../server/database.ts';
import { guarded } from '../../../server/guarded.ts';

/** Everyone on the wards that the user may see, with name and ward. */
export const GET = guarded('see', async ({ session }): Promise<PatientsResponse> => {
  const { WARD_QUIET_DAYS: quietDays } = readConfig(process.env);
  const patients = await repositories().patients.list({ quietDays });
  return { patients: patients.filter(({ ward }) => seesWard(session, ward)) };
});
