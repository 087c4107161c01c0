import type { AlarmId, AlarmLabel, PatientId } from '@beatwatch/contracts';
import { timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Repositories } from '../repositories.ts';
import { episodeStarts } from './episode-starts.ts';

interface LabelRow {
  alarm_id: AlarmId;
  patient_id: PatientId;
  label: AlarmLabel;
  actor: string;
  time_us: number;
  episode: number | null;
}

export function labelRepository(query: Query): Pick<Repositories['alarms'], 'label' | 'labels'> {
  return {
    async label({ alarmId, patientId, label, actor, timeUs, episode }) {
      await query(
        'alarms.label',
        `insert into alarm_label (alarm_id, patient_id, label, actor, time, episode)
         values ($1, $2, $3, $4, $5::timestamptz,
           coalesce($6::int4, (select max(change_number) from ${episodeStarts('$1')} as start)))
         on conflict do nothing`,
        [alarmId, patientId, label, actor, timeParameter(timeUs), episode],
      );
    },

    async labels(id) {
      const rows = await query<LabelRow>(
        'alarms.labels',
        `select alarm_id, patient_id, label, actor, epoch_us(time) as time_us, episode from alarm_label
         where alarm_id = $1 order by stored_at, time`,
        [id],
      );
      return rows.map((row) => ({
        alarmId: row.alarm_id,
        patientId: row.patient_id,
        label: row.label,
        actor: row.actor,
        timeUs: row.time_us,
        ...(row.episode !== null && { episode: row.episode }),
      }));
    },
  };
}
