import { alarmKinds, isTechnical, type AlarmEvent, type AlarmLabel } from '@beatwatch/contracts';
import { boolColumn, int4Column, textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { Parameter, Query } from '../query.ts';
import type { AlarmRow, Repositories } from '../repositories.ts';
import { alarmAudit } from './alarm-audit.ts';
import { eventColumns, eventOf, type EventRow } from './alarm-events.ts';
import { labelRepository } from './alarm-labels.ts';
import { stripRepository, stripSpan } from './alarm-strips.ts';
import { episodeStarts } from './episode-starts.ts';
import { shiftAlarms } from './shift-alarms.ts';

interface AlarmColumns extends EventRow {
  updated_at_us: number;
  label: AlarmLabel | null;
  acknowledged_by: string | null;
  episodes: { readonly count: number; readonly lastStartUs: number | null };
}

const alarmColumns = `${eventColumns}, epoch_us(updated_at) as updated_at_us,
  (select label from alarm_label where alarm_label.alarm_id = alarm.alarm_id
     and coalesce(episode, 1) >= coalesce((select max(change_number) from ${episodeStarts('alarm.alarm_id')} as start), 1)
   order by stored_at desc, alarm_label.time desc limit 1) as label,
  (select event.actor from alarm_event as event where event.alarm_id = alarm.alarm_id and event.actor is not null
     and event.reason is null
   order by event.change_number desc limit 1) as acknowledged_by,
  (select jsonb_build_object('count', count(*), 'lastStartUs', epoch_us(max(time)))
   from ${episodeStarts('alarm.alarm_id')} as start) as episodes`;

function alarmOf(row: AlarmColumns): AlarmRow {
  return {
    ...eventOf(row),
    updatedAtUs: row.updated_at_us,
    episodes: Math.max(1, row.episodes.count),
    lastStartUs: row.episodes.lastStartUs ?? row.raised_time_us,
    ...(row.label === null ? {} : { label: row.label }),
    ...(row.acknowledged_by === null ? {} : { acknowledgedBy: row.acknowledged_by }),
  };
}

function parametersOf(events: readonly AlarmEvent[]): Parameter[] {
  const spans = events.map(stripSpan);
  return [
    textColumn(events.map(({ alarmId }) => alarmId)),
    textColumn(events.map(({ patientId }) => patientId)),
    textColumn(events.map(({ kind }) => kind)),
    textColumn(events.map(({ priority }) => priority)),
    textColumn(events.map(({ state }) => state)),
    int4Column(events.map(({ changeNumber }) => changeNumber)),
    timeColumn(events.map(({ timeUs }) => timeUs)),
    timeColumn(events.map(({ raisedTimeUs }) => raisedTimeUs)),
    textColumn(events.map(({ actor }) => actor)),
    textColumn(events.map(({ reason }) => reason)),
    boolColumn(events.map(({ escalated = false }) => escalated)),
    textColumn(events.map(({ evidence }) => JSON.stringify(evidence))),
    timeColumn(spans.map((span) => span?.fromUs)),
    timeColumn(spans.map((span) => span?.toUs)),
  ];
}

const written =
  'alarm_id, patient_id, kind, priority, state, change_number, time, raised_time, actor, reason, escalated, evidence';

// Changes are numbered: the one with the highest number is the newest, whatever clock it bears. Of two with the same
// number, which only a crash can leave, the one that was written last is what the deciding state knows.
const writeEvents = `
with event as (
  select alarm_id, patient_id, kind, priority, state, change_number, time, raised_time, actor, reason,
    escalated, evidence::jsonb as evidence, strip_from, strip_to, place
  from unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int4[], $7::timestamptz[], $8::timestamptz[],
    $9::text[], $10::text[], $11::bool[], $12::text[], $13::timestamptz[], $14::timestamptz[]) with ordinality as e(
    ${written}, strip_from, strip_to, place)
), history as (
  insert into alarm_event (${written}, strip_from, strip_to)
  select ${written}, strip_from, strip_to from event order by place
  on conflict do nothing
)
insert into alarm (${written})
select distinct on (alarm_id) ${written} from event order by alarm_id, change_number desc, place desc
on conflict (alarm_id) do update set
  priority = excluded.priority, state = excluded.state, change_number = excluded.change_number,
  time = excluded.time, actor = excluded.actor, reason = excluded.reason, escalated = excluded.escalated, evidence = excluded.evidence, updated_at = clock_timestamp()
where excluded.change_number > alarm.change_number
  or (excluded.change_number = alarm.change_number and excluded.state <> alarm.state)`;

const technicalKinds = alarmKinds.filter(isTechnical).map((kind) => `'${kind}'`);
const isTechnicalRow = `kind in (${technicalKinds.join(', ')})`;

/** As `byUrgency` of the contracts has it, which the test compares. */
const urgency = `case when ${isTechnicalRow} then 9 else 0 end + case state || ' ' || priority
  when 'active high' then 0 when 'active medium' then 1 when 'latched high' then 2 when 'latched medium' then 3
  when 'active low' then 4 when 'latched low' then 5 when 'acknowledged high' then 6 when 'acknowledged medium' then 7
  else 8 end`;

// A device's clock may be ahead: no alarm is newer than its last change.
const newestOfUrgency = `${urgency}, least(raised_time, updated_at) desc, alarm_id`;

// However many are open, none may hide a clinical one of high priority: those do not count towards the limit.
const listOpen = (condition: string): string => `
select ${alarmColumns} from (
  select *, row_number() over (
    partition by priority = 'high' and not (${isTechnicalRow}) order by ${newestOfUrgency}) as place
  from alarm where state <> 'resolved' ${condition}) as alarm
where place <= $1 or (priority = 'high' and not (${isTechnicalRow}))
order by ${newestOfUrgency}`;

const listAll = (condition: string): string => `
select ${alarmColumns} from alarm where true ${condition} order by raised_time desc, alarm_id limit $1`;

export function alarmRepository(query: Query): Repositories['alarms'] {
  return {
    async write(events) {
      if (events.length === 0) return;
      await query('alarms.write', writeEvents, parametersOf(events));
    },

    async list({ patientId, openOnly = false, limit }) {
      const condition = patientId === undefined ? '' : 'and patient_id = $2';
      const rows = await query<AlarmColumns>(
        'alarms.list',
        openOnly ? listOpen(condition) : listAll(condition),
        [limit, ...(patientId === undefined ? [] : [patientId])],
      );
      return rows.map(alarmOf);
    },

    async find(id) {
      const [row] = await query<AlarmColumns>(
        'alarms.find',
        `select ${alarmColumns} from alarm where alarm_id = $1`,
        [id],
      );
      return row === undefined ? undefined : alarmOf(row);
    },

    async history(id) {
      const rows = await query<EventRow>(
        'alarms.history',
        `select ${eventColumns} from alarm_event where alarm_id = $1 order by change_number, stored_at`,
        [id],
      );
      return rows.map(eventOf);
    },

    async changes({ patientId, fromUs, toUs }) {
      const rows = await query<EventRow>(
        'alarms.changes',
        `select ${eventColumns} from alarm_event
         where alarm_id in (
           select alarm_id from alarm
           where patient_id = $1 and raised_time >= $2::timestamptz and raised_time < $3::timestamptz)
         order by raised_time, alarm_id, change_number, stored_at`,
        [patientId, timeParameter(fromUs), timeParameter(toUs)],
      );
      return rows.map(eventOf);
    },

    audit: (options) => alarmAudit(query, options),
    ofShift: (options) => shiftAlarms(query, options),

    ...stripRepository(query),
    ...labelRepository(query),
  };
}
