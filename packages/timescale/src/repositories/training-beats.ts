import type {
  AlarmEvidence,
  AlarmId,
  AlarmKind,
  AlarmLabel,
  BeatClass,
  PatientId,
} from '@beatwatch/contracts';
import { timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Repositories } from '../repositories.ts';
import type { BeatVerdict, LabelledAlarm } from '../training-repositories.ts';
import { beatColumns, beatOf, type BeatRow } from './beats.ts';

interface VerdictRow {
  lead: string;
  time_us: number;
  decided: boolean;
  anomalous: boolean;
  ventricular: boolean;
  beat_class: BeatClass | null;
}

interface AlarmLabelRow {
  alarm_id: AlarmId;
  patient_id: PatientId;
  kind: AlarmKind;
  raised_time_us: number;
  ended_us: number | null;
  evidence: AlarmEvidence;
  labels: readonly { readonly actor: string; readonly label: AlarmLabel; readonly timeUs: number }[] | null;
}

const verdictOf = (row: VerdictRow): BeatVerdict => ({
  lead: row.lead,
  timeUs: row.time_us,
  decided: row.decided,
  anomalous: row.anomalous,
  ventricular: row.ventricular,
  ...(row.beat_class !== null && { beatClass: row.beat_class }),
});

const alarmOf = (row: AlarmLabelRow): LabelledAlarm => ({
  alarmId: row.alarm_id,
  patientId: row.patient_id,
  kind: row.kind,
  raisedTimeUs: row.raised_time_us,
  ...(row.ended_us !== null && { endedUs: row.ended_us }),
  evidence: row.evidence,
  labels: row.labels ?? [],
});

export function trainingRepository(query: Query): Repositories['training'] {
  return {
    async patients({ fromUs, toUs, preprocessing }) {
      const rows = await query<{ patient_id: PatientId }>(
        'training.patients',
        `select distinct patient_id from beat
         where time >= $1::timestamptz and time < $2::timestamptz and preprocessing = $3 order by patient_id`,
        [timeParameter(fromUs), timeParameter(toUs), preprocessing],
      );
      return rows.map((row) => row.patient_id);
    },

    async beats({ patientId, fromUs, toUs, preprocessing }) {
      return query(
        'training.beats',
        `select lead, epoch_us(time) as "timeUs", late from beat
         where patient_id = $1 and time >= $2::timestamptz and time < $3::timestamptz and preprocessing = $4
         order by time, lead`,
        [patientId, timeParameter(fromUs), timeParameter(toUs), preprocessing],
      );
    },

    async verdicts({ patientId, fromUs, toUs }, judgedBy) {
      const rows = await query<VerdictRow>(
        'training.verdicts',
        `select distinct on (beat_time, lead) lead, epoch_us(beat_time) as time_us, threshold is not null as decided,
           anomalous, ventricular, beat_class
         from beat_score
         where patient_id = $1 and beat_time >= $2::timestamptz and beat_time < $3::timestamptz
           and ($4::text is null or model_version = $4)
         order by beat_time, lead, stored_at desc, model_version`,
        [patientId, timeParameter(fromUs), timeParameter(toUs), judgedBy],
      );
      return rows.map(verdictOf);
    },

    async samples(patientId, timesUs) {
      const rows = await query<BeatRow>(
        'training.samples',
        `select distinct on (beat.time, beat.lead) ${beatColumns} from beat
         join beat_shape as shape on shape.time = beat.time and shape.lead in (beat.lead, '')
         where beat.patient_id = $1 and beat.time = any($2::timestamptz[]) and shape.patient_id = $1
           and shape.time = any($2::timestamptz[])
         order by beat.time, beat.lead, shape.lead desc`,
        [patientId, timeColumn(timesUs)],
      );
      return rows.map(beatOf);
    },

    async alarms({ patientId, fromUs, toUs }) {
      const rows = await query<AlarmLabelRow>(
        'training.alarms',
        `select alarm.alarm_id, alarm.patient_id, kind, epoch_us(raised_time) as raised_time_us, evidence,
           (select epoch_us(min(event.time)) from alarm_event as event
            where event.alarm_id = alarm.alarm_id and event.state in ('latched', 'resolved')) as ended_us,
           (select jsonb_agg(jsonb_build_object('actor', actor, 'label', label, 'timeUs', epoch_us(time))
              order by stored_at, time)
            from alarm_label where alarm_label.alarm_id = alarm.alarm_id) as labels
         from alarm
         where patient_id = $1 and raised_time >= $2::timestamptz and raised_time < $3::timestamptz
         order by raised_time, alarm_id`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map(alarmOf);
    },
  };
}
