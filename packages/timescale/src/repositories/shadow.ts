import type { PatientId } from '@beatwatch/contracts';
import { boolColumn, float8Column, int4Column, textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { ShadowRepository } from '../shadow-repository.ts';
import { eventColumns, eventOf, type EventRow } from './alarm-events.ts';

interface BeatsRow {
  first_us: number | null;
  last_us: number | null;
  beats: number;
  anomalous: number;
  live_anomalous: number;
  differing: number;
}

export function shadowRepository(query: Query): ShadowRepository {
  return {
    async writeScores(version, scores) {
      if (scores.length === 0) return;
      await query(
        'shadow.writeScores',
        `insert into shadow_score (model_version, patient_id, lead, beat_time, anomaly_score, threshold, anomalous)
         select $1, * from unnest(
           $2::text[], $3::text[], $4::timestamptz[], $5::float8[], $6::float8[], $7::bool[])
         on conflict do nothing`,
        [
          version,
          textColumn(scores.map(({ patientId }) => patientId)),
          textColumn(scores.map(({ lead = '' }) => lead)),
          timeColumn(scores.map(({ beatTimeUs }) => beatTimeUs)),
          float8Column(scores.map(({ anomalyScore }) => anomalyScore)),
          float8Column(scores.map(({ threshold }) => threshold)),
          boolColumn(scores.map(({ anomalous }) => anomalous)),
        ],
      );
    },

    async writeChanges(version, changes) {
      if (changes.length === 0) return;
      await query(
        'shadow.writeChanges',
        `insert into shadow_alarm_event (model_version, alarm_id, patient_id, kind, priority, state, change_number, time,
           raised_time, actor, reason, escalated, evidence)
         select $1, alarm_id, patient_id, kind, priority, state, change_number, time, raised_time, actor, reason, escalated,
           evidence::jsonb
         from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int4[], $8::timestamptz[],
           $9::timestamptz[], $10::text[], $11::text[], $12::bool[], $13::text[])
         as event (alarm_id, patient_id, kind, priority, state, change_number, time, raised_time, actor, reason, escalated,
           evidence)
         on conflict do nothing`,
        [
          version,
          textColumn(changes.map(({ alarmId }) => alarmId)),
          textColumn(changes.map(({ patientId }) => patientId)),
          textColumn(changes.map(({ kind }) => kind)),
          textColumn(changes.map(({ priority }) => priority)),
          textColumn(changes.map(({ state }) => state)),
          int4Column(changes.map(({ changeNumber }) => changeNumber)),
          timeColumn(changes.map(({ timeUs }) => timeUs)),
          timeColumn(changes.map(({ raisedTimeUs }) => raisedTimeUs)),
          textColumn(changes.map(({ actor }) => actor)),
          textColumn(changes.map(({ reason }) => reason)),
          boolColumn(changes.map(({ escalated = false }) => escalated)),
          textColumn(changes.map(({ evidence }) => JSON.stringify(evidence))),
        ],
      );
    },

    async patients(version, { fromUs, toUs }) {
      const rows = await query<{ patient_id: PatientId }>(
        'shadow.patients',
        `select distinct patient_id from shadow_score
         where model_version = $1 and beat_time >= $2::timestamptz and beat_time < $3::timestamptz
         order by patient_id`,
        [version, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map((row) => row.patient_id);
    },

    async beats(version, { patientId, fromUs, toUs }) {
      const [row] = await query<BeatsRow>(
        'shadow.beats',
        `select epoch_us(min(shadow.beat_time)) as first_us, epoch_us(max(shadow.beat_time)) as last_us,
           count(*) as beats, count(*) filter (where shadow.anomalous) as anomalous,
           count(*) filter (where live.anomalous) as live_anomalous,
           count(*) filter (where live.anomalous <> shadow.anomalous) as differing
         from shadow_score as shadow join (
           select distinct on (beat_time, lead) beat_time, lead, anomalous from beat_score
           where patient_id = $2 and beat_time >= $3::timestamptz and beat_time < $4::timestamptz
           order by beat_time, lead, stored_at desc
         ) as live using (beat_time, lead)
         where shadow.model_version = $1 and shadow.patient_id = $2
           and beat_time >= $3::timestamptz and beat_time < $4::timestamptz`,
        [version, patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      if (row === undefined || row.first_us === null || row.last_us === null) return undefined;
      return {
        firstUs: row.first_us,
        lastUs: row.last_us,
        beats: row.beats,
        anomalous: row.anomalous,
        liveAnomalous: row.live_anomalous,
        differing: row.differing,
      };
    },

    async changes(version, { patientId, fromUs, toUs }) {
      const rows = await query<EventRow>(
        'shadow.changes',
        `select ${eventColumns} from shadow_alarm_event
         where model_version = $1 and patient_id = $2
           and raised_time >= $3::timestamptz and raised_time < $4::timestamptz
         order by raised_time, alarm_id, change_number, stored_at`,
        [version, patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map(eventOf);
    },
  };
}
