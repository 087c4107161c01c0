import type {
  AlarmEvent,
  AlarmEvidence,
  AlarmId,
  AlarmKind,
  AlarmLabel,
  AlarmPriority,
  AlarmState,
  PatientId,
} from '@beatwatch/contracts';
import { int4Column, textColumn, timeColumn } from '../columns.ts';
import type { Parameter, Query } from '../query.ts';
import type { AlarmRow, Repositories } from '../repositories.ts';
import { labelRepository } from './alarm-labels.ts';
import { stripRepository, stripSpan } from './alarm-strips.ts';

interface EventRow {
  alarm_id: AlarmId;
  patient_id: PatientId;
  kind: AlarmKind;
  priority: AlarmPriority;
  state: AlarmState;
  change_number: number;
  time_us: number;
  raised_time_us: number;
  actor: string | null;
  evidence: AlarmEvidence;
}

const eventColumns = `alarm_id, patient_id, kind, priority, state, change_number, epoch_us(time) as time_us,
  epoch_us(raised_time) as raised_time_us, actor, evidence`;

interface AlarmColumns extends EventRow {
  updated_at_us: number;
  label: AlarmLabel | null;
}

const alarmColumns = `${eventColumns}, epoch_us(updated_at) as updated_at_us,
  (select label from alarm_label where alarm_label.alarm_id = alarm.alarm_id
   order by stored_at desc, alarm_label.time desc limit 1) as label`;

function eventOf(row: EventRow): AlarmEvent {
  return {
    alarmId: row.alarm_id,
    patientId: row.patient_id,
    kind: row.kind,
    priority: row.priority,
    state: row.state,
    changeNumber: row.change_number,
    timeUs: row.time_us,
    raisedTimeUs: row.raised_time_us,
    ...(row.actor === null ? {} : { actor: row.actor }),
    evidence: row.evidence,
  };
}

function alarmOf(row: AlarmColumns): AlarmRow {
  return {
    ...eventOf(row),
    updatedAtUs: row.updated_at_us,
    ...(row.label === null ? {} : { label: row.label }),
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
    textColumn(events.map(({ evidence }) => JSON.stringify(evidence))),
    timeColumn(spans.map((span) => span?.fromUs)),
    timeColumn(spans.map((span) => span?.toUs)),
  ];
}

const written =
  'alarm_id, patient_id, kind, priority, state, change_number, time, raised_time, actor, evidence';

// Changes are numbered: the one with the highest number is the newest, whatever clock it bears. Of two with the same
// number, which only a crash can leave, the one that was written last is what the deciding state knows.
const writeEvents = `
with event as (
  select alarm_id, patient_id, kind, priority, state, change_number, time, raised_time, actor,
    evidence::jsonb as evidence, strip_from, strip_to, place
  from unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int4[], $7::timestamptz[], $8::timestamptz[],
    $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[]) with ordinality as e(
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
  time = excluded.time, actor = excluded.actor, evidence = excluded.evidence, updated_at = clock_timestamp()
where excluded.change_number > alarm.change_number
  or (excluded.change_number = alarm.change_number and excluded.state <> alarm.state)`;

/** Place of an alarm's priority: however many are open, none may hide a more urgent one. */
const urgency = `array_position(array['high', 'medium', 'low'], priority)`;

export function alarmRepository(query: Query): Repositories['alarms'] {
  return {
    async write(events) {
      if (events.length === 0) return;
      await query('alarms.write', writeEvents, parametersOf(events));
    },

    async list({ patientId, openOnly = false, limit }) {
      const conditions = [
        ...(patientId === undefined ? [] : ['patient_id = $2']),
        ...(openOnly ? [`state <> 'resolved'`] : []),
      ];
      const rows = await query<AlarmColumns>(
        'alarms.list',
        `select ${alarmColumns} from alarm
         ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
         order by ${openOnly ? `${urgency}, least(raised_time, updated_at) desc` : 'raised_time desc'}, alarm_id limit $1`,
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

    ...stripRepository(query),
    ...labelRepository(query),
  };
}
