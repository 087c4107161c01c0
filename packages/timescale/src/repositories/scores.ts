import {
  beatClasses,
  bytesOf,
  float32FromBytes,
  type BeatClass,
  type ClassProbabilities,
  type ModelVersion,
  type PatientId,
} from '@beatwatch/contracts';
import { boolColumn, byteaColumn, float8Column, textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { ReplayCounts, Repositories, StoredScore, TrendPoint } from '../repositories.ts';

interface ScoreRow {
  patient_id: PatientId;
  beat_time_us: number;
  /** Empty in rows from before the lead belonged to the key. */
  lead: string;
  model_version: ModelVersion;
  anomaly_score: number;
  threshold: number | null;
  anomalous: boolean;
  ventricular: boolean;
  late: boolean;
  rr_interval_ms: number;
  scored_at_us: number;
  reconstruction: Buffer | null;
  beat_class: BeatClass | null;
  /** In the order of `beatClasses`. */
  class_probabilities: number[] | null;
}

const scoreColumns = `patient_id, epoch_us(beat_time) as beat_time_us, lead, model_version, anomaly_score, threshold,
  anomalous, ventricular, late, rr_interval_ms, epoch_us(scored_at) as scored_at_us, reconstruction,
  beat_class, class_probabilities`;

function scoreOf(row: ScoreRow): StoredScore {
  return {
    patientId: row.patient_id,
    beatTimeUs: row.beat_time_us,
    ...(row.lead !== '' && { lead: row.lead }),
    modelVersion: row.model_version,
    anomalyScore: row.anomaly_score,
    ...(row.threshold === null ? {} : { threshold: row.threshold }),
    anomalous: row.anomalous,
    ventricular: row.ventricular,
    rrIntervalMs: row.rr_interval_ms,
    scoredAtUs: row.scored_at_us,
    ...(row.late && { late: true }),
    ...(row.reconstruction === null
      ? {}
      : { reconstruction: float32FromBytes('beat_score.reconstruction', row.reconstruction) }),
    ...(row.beat_class !== null && { beatClass: row.beat_class }),
    ...(row.class_probabilities !== null && { classProbabilities: probabilitiesOf(row.class_probabilities) }),
  };
}

const probabilitiesOf = (values: readonly number[]): ClassProbabilities =>
  Object.fromEntries(beatClasses.map((name, index) => [name, values[index] ?? 0])) as ClassProbabilities;

/** An array as PostgreSQL writes it. Rounded here, since it refuses to read a `real` that rounds to 0. */
const arrayLiteral = (probabilities: ClassProbabilities): string =>
  `{${beatClasses.map((name) => Math.fround(probabilities[name])).join(',')}}`;

const trendViews = { minute: 'score_minute', hour: 'score_hour' } as const;

export function scoreRepository(query: Query): Repositories['scores'] {
  return {
    async write(scores) {
      if (scores.length === 0) return;
      await query(
        'scores.write',
        `insert into beat_score
           (patient_id, beat_time, model_version, anomaly_score, threshold, anomalous, rr_interval_ms, scored_at,
            reconstruction, ventricular, late, beat_class, class_probabilities, lead)
         select patient_id, beat_time, model_version, anomaly_score, threshold, anomalous, rr_interval_ms, scored_at,
           reconstruction, ventricular, late, beat_class, class_probabilities::real[], lead
         from unnest(
           $1::text[], $2::timestamptz[], $3::text[], $4::float8[], $5::float8[], $6::bool[], $7::float8[],
           $8::timestamptz[], $9::bytea[], $10::bool[], $11::bool[], $12::text[], $13::text[], $14::text[])
         as score (patient_id, beat_time, model_version, anomaly_score, threshold, anomalous, rr_interval_ms, scored_at,
           reconstruction, ventricular, late, beat_class, class_probabilities, lead)
         on conflict do nothing`,
        [
          textColumn(scores.map(({ patientId }) => patientId)),
          timeColumn(scores.map(({ beatTimeUs }) => beatTimeUs)),
          textColumn(scores.map(({ modelVersion }) => modelVersion)),
          float8Column(scores.map(({ anomalyScore }) => anomalyScore)),
          float8Column(scores.map(({ threshold }) => threshold)),
          boolColumn(scores.map(({ anomalous }) => anomalous)),
          float8Column(scores.map(({ rrIntervalMs }) => rrIntervalMs)),
          timeColumn(scores.map(({ scoredAtUs }) => scoredAtUs)),
          byteaColumn(
            scores.map(({ reconstruction }) =>
              reconstruction === undefined ? undefined : bytesOf(reconstruction),
            ),
          ),
          boolColumn(scores.map(({ ventricular }) => ventricular)),
          boolColumn(scores.map(({ late = false }) => late)),
          textColumn(scores.map(({ beatClass }) => beatClass)),
          textColumn(
            scores.map(({ classProbabilities }) => classProbabilities && arrayLiteral(classProbabilities)),
          ),
          textColumn(scores.map(({ lead = '' }) => lead)),
        ],
      );
    },

    async find(patientId, beatTimeUs, lead) {
      const [row] = await query<ScoreRow>(
        'scores.find',
        `select ${scoreColumns} from beat_score where patient_id = $1 and beat_time = $2::timestamptz
           and ($3::text is null or lead in ($3, ''))
         order by lead is distinct from $3, lead, stored_at desc limit 1`,
        [patientId, timeParameter(beatTimeUs), lead],
      );
      return row === undefined ? undefined : scoreOf(row);
    },

    async recent({ patientId, fromUs, toUs }, limit) {
      const rows = await query<ScoreRow>(
        'scores.recent',
        `select ${scoreColumns} from beat_score
         where patient_id = $1 and beat_time >= $2::timestamptz and beat_time < $3::timestamptz
         order by beat_time desc, lead limit $4`,
        [patientId, timeParameter(fromUs), timeParameter(toUs), limit],
      );
      return rows.map(scoreOf);
    },

    async trend({ patientId, fromUs, toUs }, bucket) {
      // Where two models scored the same minute, the one that scored it last is shown.
      return query<TrendPoint>(
        'scores.trend',
        `select distinct on (bucket)
           epoch_us(bucket) as "timeUs",
           beats::int8 as "beats",
           anomalous_beats::int8 as "anomalousBeats",
           heart_rate_sum_bpm / beats::float8 as "meanHeartRateBpm",
           heart_rate_min_bpm as "minHeartRateBpm",
           heart_rate_max_bpm as "maxHeartRateBpm",
           anomaly_score_sum / beats::float8 as "meanAnomalyScore",
           anomaly_score_max as "maxAnomalyScore"
         from ${trendViews[bucket]}
         where patient_id = $1 and bucket >= time_bucket(interval '1 ${bucket}', $2::timestamptz)
           and bucket < $3::timestamptz
         order by bucket, last_stored_at desc`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
    },

    async counts({ patientId, fromUs, toUs }) {
      const [row] = await query<ReplayCounts>(
        'scores.counts',
        `select
           (select count(*) from beat
            where patient_id = $1 and time >= $2::timestamptz and time < $3::timestamptz) as "beatsStored",
           count(distinct (beat_time, lead)) as "beatsScored",
           (count(*) filter (where scores > 1)) as "beatsScoredTwice"
         from (
           select beat_time, lead, count(*) as scores from beat_score
           where patient_id = $1 and beat_time >= $2::timestamptz and beat_time < $3::timestamptz
           group by beat_time, lead, model_version
         ) as scored`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return row ?? { beatsStored: 0, beatsScored: 0, beatsScoredTwice: 0 };
    },

    async storeDelaysMs(sinceUs, limit) {
      const rows = await query<{ delay_ms: number }>(
        'scores.storeDelaysMs',
        `select (epoch_us(score.stored_at) - epoch_us(beat.end_time)) / 1000::float8 as delay_ms
         from (select patient_id, beat_time, lead, stored_at from beat_score
               where stored_at >= $1::timestamptz order by stored_at limit $2) as score
         join beat on beat.patient_id = score.patient_id and beat.time = score.beat_time
           and score.lead in (beat.lead, '')
         order by score.stored_at`,
        [timeParameter(sinceUs), limit],
      );
      return rows.map((row) => row.delay_ms);
    },

    async lateMinutes({ patientId, fromUs, toUs }) {
      const rows = await query<{ minute_us: number }>(
        'scores.lateMinutes',
        `select distinct epoch_us(time_bucket(interval '1 minute', beat_time)) as minute_us from beat_score
         where patient_id = $1 and late and beat_time >= $2::timestamptz and beat_time < $3::timestamptz
         order by minute_us`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map((row) => row.minute_us);
    },
  };
}
