import type { PatientId } from '@beatwatch/contracts';
import { timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Repositories, ThresholdChange } from '../repositories.ts';

interface ThresholdRow {
  patient_id: PatientId;
  value: number | null;
  actor: string;
  time_us: number;
}

function changeOf(row: ThresholdRow): ThresholdChange {
  return {
    patientId: row.patient_id,
    ...(row.value === null ? {} : { value: row.value }),
    actor: row.actor,
    timeUs: row.time_us,
  };
}

export function thresholdRepository(query: Query): Repositories['thresholds'] {
  // By the order of storing, which is the log's: people's clocks differ.
  const newest = (patientId: PatientId, limit: number): Promise<readonly ThresholdRow[]> =>
    query<ThresholdRow>(
      'thresholds.newest',
      `select patient_id, value, actor, epoch_us(time) as time_us from patient_threshold
       where patient_id = $1 order by stored_at desc, time desc limit $2`,
      [patientId, limit],
    );
  return {
    async set({ patientId, value, actor, timeUs }) {
      await query(
        'thresholds.set',
        `insert into patient_threshold (patient_id, value, actor, time) values ($1, $2, $3, $4::timestamptz)
         on conflict do nothing`,
        [patientId, value, actor, timeParameter(timeUs)],
      );
    },

    async inForce(patientId) {
      const [row] = await newest(patientId, 1);
      return row === undefined ? undefined : changeOf(row);
    },

    async history(patientId, limit) {
      return (await newest(patientId, limit)).map(changeOf);
    },
  };
}
