import type { ModelVersion, PatientId } from '@beatwatch/contracts';
import { timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Repositories } from '../repositories.ts';

/** Every n-th row, so that a long time gives no more than is wanted. */
const thinned = (columns: string, from: string, order: string): string =>
  `select ${columns} from (
     select ${columns}, row_number() over (order by ${order}) as place, count(*) over () as total ${from}
   ) as numbered
   where place % greatest(1, (total + $4 - 1) / $4) = 0`;

export function driftRepository(query: Query): Repositories['drift'] {
  return {
    async sample({ patientId, fromUs, toUs }, { modelVersion, mostValues }) {
      const range = [patientId, timeParameter(fromUs), timeParameter(toUs), mostValues];
      const scores = await query<{ anomaly_score: number; rr_interval_ms: number }>(
        'drift.sample',
        thinned(
          'anomaly_score, rr_interval_ms',
          `from beat_score where patient_id = $1 and beat_time >= $2::timestamptz and beat_time < $3::timestamptz
             and model_version = $5 and threshold is not null`,
          'beat_time, lead',
        ),
        [...range, modelVersion],
      );
      const seconds = await query<{ quality_index: number }>(
        'drift.sample',
        thinned(
          'quality_index',
          `from waveform where patient_id = $1 and time >= $2::timestamptz and time < $3::timestamptz
             and quality_index is not null`,
          'time, lead',
        ),
        range,
      );
      return {
        anomalyScores: scores.map((row) => row.anomaly_score),
        heartRatesBpm: scores.map((row) => 60_000 / row.rr_interval_ms),
        qualityIndexes: seconds.map((row) => row.quality_index),
      };
    },

    async scored({ fromUs, toUs }) {
      const rows = await query<{
        patient_id: PatientId;
        model_version: ModelVersion;
        first_us: number;
      }>(
        'drift.scored',
        `select patient_id, model_version,
           (select epoch_us(min(first.bucket)) from score_hour as first
            where first.patient_id = hour.patient_id and first.model_version = hour.model_version) as first_us
         from score_hour as hour
         where bucket >= time_bucket(interval '1 hour', $1::timestamptz) and bucket < $2::timestamptz
         group by patient_id, model_version order by patient_id, model_version`,
        [timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map((row) => ({
        patientId: row.patient_id,
        modelVersion: row.model_version,
        firstUs: row.first_us,
      }));
    },
  };
}
