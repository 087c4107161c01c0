import type {
  AlarmEvent,
  AlarmEvidence,
  AlarmId,
  AlarmKind,
  AlarmPriority,
  AlarmState,
  PatientId,
} from '@beatwatch/contracts';
import { textColumn, timeColumn } from '../columns.ts';
import type { Parameter, Query } from '../query.ts';
import type { AlarmRow, Repositories } from '../repositories.ts';

interface EventRow {
  alarm_id: AlarmId;
  patient_id: PatientId;
  kind: AlarmKind;
  priority: AlarmPriority;
  state: AlarmState;
  time_us: number;
  raised_time_us: number;
  actor: string | null;
  evidence: AlarmEvidence;
}

const eventColumns = `alarm_id, patient_id, kind, priority, state, epoch_us(time) as time_us,
  epoch_us(raised_time) as raised_time_us, actor, evidence`;

// An alarm only goes forward through its states. Their order decides which event is newest, ahead of the time: an
// acknowledgement bears the nurse's clock, the other changes the patient's.
const stateOrder = (column: string): string =>
  `array_position(array['active', 'acknowledged', 'resolved'], ${column})`;

function eventOf(row: EventRow): AlarmEvent {
  return {
    alarmId: row.alarm_id,
    patientId: row.patient_id,
    kind: row.kind,
    priority: row.priority,
    state: row.state,
    timeUs: row.time_us,
    raisedTimeUs: row.raised_time_us,
    ...(row.actor === null ? {} : { actor: row.actor }),
    evidence: row.evidence,
  };
}

function alarmOf(row: EventRow & { updated_at_us: number }): AlarmRow {
  return { ...eventOf(row), updatedAtUs: row.updated_at_us };
}

function parametersOf(events: readonly AlarmEvent[]): Parameter[] {
  return [
    textColumn(events.map(({ alarmId }) => alarmId)),
    textColumn(events.map(({ patientId }) => patientId)),
    textColumn(events.map(({ kind }) => kind)),
    textColumn(events.map(({ priority }) => priority)),
    textColumn(events.map(({ state }) => state)),
    timeColumn(events.map(({ timeUs }) => timeUs)),
    timeColumn(events.map(({ raisedTimeUs }) => raisedTimeUs)),
    textColumn(events.map(({ actor }) => actor)),
    textColumn(events.map(({ evidence }) => JSON.stringify(evidence))),
  ];
}

const writeEvents = `
with event as (
  select alarm_id, patient_id, kind, priority, state, time, raised_time, actor, evidence::jsonb as evidence
  from unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::text[],
    $9::text[]) as e(alarm_id, patient_id, kind, priority, state, time, raised_time, actor, evidence)
), history as (
  insert into alarm_event (alarm_id, patient_id, kind, priority, state, time, raised_time, actor, evidence)
  select * from event
  on conflict do nothing
)
insert into alarm (alarm_id, patient_id, kind, priority, state, time, raised_time, actor, evidence)
select distinct on (alarm_id) * from event order by alarm_id, ${stateOrder('state')} desc, time desc
on conflict (alarm_id) do update set
  priority = excluded.priority, state = excluded.state, time = excluded.time, actor = excluded.actor,
  evidence = excluded.evidence, updated_at = clock_timestamp()
where (${stateOrder('excluded.state')}, excluded.time) > (${stateOrder('alarm.state')}, alarm.time)`;

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
      const rows = await query<EventRow & { updated_at_us: number }>(
        'alarms.list',
        `select ${eventColumns}, epoch_us(updated_at) as updated_at_us from alarm
         ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
         order by raised_time desc, alarm_id limit $1`,
        [limit, ...(patientId === undefined ? [] : [patientId])],
      );
      return rows.map(alarmOf);
    },

    async find(id) {
      const [row] = await query<EventRow & { updated_at_us: number }>(
        'alarms.find',
        `select ${eventColumns}, epoch_us(updated_at) as updated_at_us from alarm where alarm_id = $1`,
        [id],
      );
      return row === undefined ? undefined : alarmOf(row);
    },

    async history(id) {
      const rows = await query<EventRow>(
        'alarms.history',
        `select ${eventColumns} from alarm_event where alarm_id = $1 order by ${stateOrder('state')}, time`,
        [id],
      );
      return rows.map(eventOf);
    },
  };
}
