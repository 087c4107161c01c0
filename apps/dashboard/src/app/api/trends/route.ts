import type { PatientId } from '@beatwatch/contracts';
import { seesWard } from '@beatwatch/service-kit/session';
import { changeHours, changesOf } from '../../../rank/change.ts';
import type { ChangesResponse } from '../../../server/responses.ts';
import { readConfig } from '../../../server/config.ts';
import { repositories } from '../../../server/database.ts';
import { guarded } from '../../../server/guarded.ts';

/** Patients that are read at the same time: pages have other questions to the database. */
const atOnce = 4;

/** How heart rate and anomaly score of everyone on the ward have moved over the last two hours. */
export const GET = guarded('see', async ({ session }): Promise<ChangesResponse> => {
  const { WARD_QUIET_DAYS: quietDays } = readConfig(process.env);
  const { patients, scores } = repositories();
  const toUs = Math.floor(Date.now() / 60_000) * 60e6;
  const fromUs = toUs - changeHours * 3600e6;
  const left = (await patients.list({ quietDays })).flatMap(({ patientId, ward }) =>
    seesWard(session, ward) ? patientId : [],
  );
  const changes: ChangesResponse['changes'][number][] = [];
  const read = async (): Promise<void> => {
    for (let patientId = left.pop(); patientId !== undefined; patientId = left.pop())
      changes.push({ patientId, ...(await changesOfPatient(patientId)) });
  };
  const changesOfPatient = async (patientId: PatientId) =>
    changesOf(await scores.trend({ patientId, fromUs, toUs }, 'minute'), toUs);
  await Promise.all(Array.from({ length: atOnce }, read));
  return { changes };
});
