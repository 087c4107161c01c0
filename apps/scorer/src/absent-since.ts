import type { PatientId } from '@beatwatch/contracts';
import type { Repositories } from '@beatwatch/timescale';

/** Open alarms that are looked at for patients who may be gone; beyond it, the time is counted from the start. */
const maxAbsent = 20_000;

/** Since when, by the database's clock, each patient's missing data have been reported. */
export async function readAbsentSince({
  alarms,
}: Pick<Repositories, 'alarms'>): Promise<ReadonlyMap<PatientId, number>> {
  const open = await alarms.list({ openOnly: true, limit: maxAbsent });
  return new Map(
    open.flatMap(({ kind, patientId, updatedAtUs }) =>
      kind === 'no-data' ? [[patientId, updatedAtUs / 1000] as const] : [],
    ),
  );
}
