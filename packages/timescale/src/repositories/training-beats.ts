import {
  alarmEpisodes,
  labelsOfEpisode,
  type AlarmId,
  type AlarmLabel,
  type BeatClass,
  type PatientId,
} from '@beatwatch/contracts';
import { timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Repositories } from '../repositories.ts';
import type { BeatVerdict, LabelledAlarm } from '../training-repositories.ts';
import { eventColumns, eventOf, type EventRow } from './alarm-events.ts';
import { beatColumns, beatOf, type BeatRow } from './beats.ts';

interface VerdictRow {
  lead: string;
  time_us: number;
  decided: boolean;
  anomalous: boolean;
  ventricular: boolean;
  beat_class: BeatClass | null;
}

interface LabelRow {
  alarm_id: AlarmId;
  actor: string;
  label: AlarmLabel;
  time_us: number;
  episode: number | null;
}

const verdictOf = (row: VerdictRow): BeatVerdict => ({
  lead: row.lead,
  timeUs: row.time_us,
  decided: row.decided,
  anomalous: row.anomalous,
  ventricular: row.ventricular,
  ...(row.beat_class !== null && { beatClass: row.beat_class }),
});

/** @param changes of one alarm, in their order */
function episodesOf(changes: readonly EventRow[], given: readonly LabelRow[]): LabelledAlarm[] {
  const [first] = changes;
  if (first === undefined) return [];
  const { alarm_id: alarmId, patient_id: patientId, kind } = first;
  const episodes = alarmEpisodes(changes.map(eventOf));
  const labels = given.map(({ actor, label, time_us: timeUs, episode }) => ({
    said: { actor, label, timeUs },
    ...(episode !== null && { episode }),
  }));
  return episodes.map((episode, index) => ({
    // The first keeps the alarm's id, by which what was drawn and decided before is still the same.
    episodeId: index === 0 ? alarmId : `${alarmId}/${episode.number}`,
    patientId,
    kind,
    raisedTimeUs: episode.startUs,
    ...(episode.endUs !== undefined && { endedUs: episode.endUs }),
    evidence: episode.evidence,
    labels: labelsOfEpisode(labels, episodes, episode).map(({ said }) => said),
  }));
}

function groupedById<Row extends { readonly alarm_id: AlarmId }>(
  rows: readonly Row[],
): ReadonlyMap<AlarmId, readonly Row[]> {
  const groups = new Map<AlarmId, Row[]>();
  for (const row of rows) groups.set(row.alarm_id, [...(groups.get(row.alarm_id) ?? []), row]);
  return groups;
}

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
      const ofRange = `select alarm_id from alarm
        where patient_id = $1 and raised_time >= $2::timestamptz and raised_time < $3::timestamptz`;
      const range = [patientId, timeParameter(fromUs), timeParameter(toUs)];
      const [changes, labels] = await Promise.all([
        query<EventRow>(
          'training.alarms',
          `select ${eventColumns} from alarm_event where alarm_id in (${ofRange})
           order by raised_time, alarm_id, change_number, stored_at`,
          range,
        ),
        query<LabelRow>(
          'training.alarms',
          `select alarm_id, actor, label, epoch_us(time) as time_us, episode from alarm_label
           where alarm_id in (${ofRange}) order by stored_at, time`,
          range,
        ),
      ]);
      const labelsById = groupedById(labels);
      return [...groupedById(changes)].flatMap(([id, ofAlarm]) =>
        episodesOf(ofAlarm, labelsById.get(id) ?? []),
      );
    },
  };
}
