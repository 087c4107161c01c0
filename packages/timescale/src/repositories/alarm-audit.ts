import type { AlarmKind } from '@beatwatch/contracts';
import type { AlarmAudit, AlarmAuditOptions, AlarmCounts } from '../alarm-audit.ts';
import { textColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';

interface CountsRow {
  /** Of the columns kind, ward, bed and hour: a bit set where the row is not grouped by it. */
  level: number;
  kind: AlarmKind | null;
  ward: string | null;
  bed: string | null;
  hour: number | null;
  alarms: number;
  taken: number;
  median: number | null;
  p90: number | null;
  labelled: number;
  labelled_false: number;
}

const levels = { all: 0b1111, byKind: 0b0111, byBed: 0b1001, byHour: 0b0110 } as const;

// Times are those of the database: a device's clock may be wrong, and a person's another one. A change with a reason, such as a
// discharge, bears a name as well, and nobody has taken the alarm by it.
const statement = `
with first as (
  select distinct on (alarm_id) alarm_id, patient_id, kind, stored_at from alarm_event
  where change_number = 1 and stored_at >= $1::timestamptz and stored_at < $2::timestamptz
  order by alarm_id, stored_at
), raised as (
  select first.kind, coalesce(place.ward, patient.ward) as ward,
    case when place.ward is null then patient.bed else place.bed end as bed,
    extract(hour from first.stored_at at time zone $3)::int4 as hour,
    extract(epoch from taken.stored_at - first.stored_at)::float8 as taken_after_s, label.label
  from first
  left join patient on patient.patient_id = first.patient_id
  left join lateral (
    select ward, bed from patient_admission as admission
    where admission.patient_id = first.patient_id and admission.stored_at <= first.stored_at and admission.ward is not null
    order by admission.stored_at desc limit 1) as place on true
  left join lateral (
    select min(act.stored_at) as stored_at from alarm_event as act
    where act.alarm_id = first.alarm_id and act.actor is not null and act.reason is null
      and act.state in ('acknowledged', 'resolved')) as taken on true
  left join lateral (
    select alarm_label.label from alarm_label where alarm_label.alarm_id = first.alarm_id
    order by stored_at desc, time desc limit 1) as label on true
)
select grouping(kind, ward, bed, hour) as level, kind, ward, bed, hour, count(*) as alarms, count(taken_after_s) as taken,
  percentile_cont(0.5) within group (order by taken_after_s) as median,
  percentile_cont(0.9) within group (order by taken_after_s) as p90,
  count(label) as labelled, count(*) filter (where label = 'false') as labelled_false
from raised where $4::text[] is null or ward = any ($4)
group by grouping sets ((), (kind), (ward, bed), (hour, kind))
order by level, alarms desc, hour, kind, ward, bed`;

export async function alarmAudit(
  query: Query,
  { fromUs, toUs, wards, timeZone }: AlarmAuditOptions,
): Promise<AlarmAudit> {
  const rows = await query<CountsRow>('alarms.audit', statement, [
    timeParameter(fromUs),
    timeParameter(toUs),
    timeZone,
    wards && textColumn(wards),
  ]);
  const of = (level: number): CountsRow[] => rows.filter((row) => row.level === level);
  const [all] = of(levels.all);
  return {
    all: all === undefined ? { alarms: 0, taken: 0, labelled: 0, labelledFalse: 0 } : countsOf(all),
    byKind: of(levels.byKind).flatMap((row) =>
      row.kind === null ? [] : { kind: row.kind, ...countsOf(row) },
    ),
    byBed: of(levels.byBed).map((row) => ({
      ...(row.ward !== null && { ward: row.ward }),
      ...(row.bed !== null && { bed: row.bed }),
      ...countsOf(row),
    })),
    byHour: of(levels.byHour)
      .flatMap((row) =>
        row.hour === null || row.kind === null ? [] : { hour: row.hour, kind: row.kind, ...countsOf(row) },
      )
      .sort((a, b) => a.hour - b.hour),
  };
}

const countsOf = ({ alarms, taken, median, p90, labelled, labelled_false }: CountsRow): AlarmCounts => ({
  alarms,
  taken,
  ...(median !== null && p90 !== null && { takenAfterS: { median, p90 } }),
  labelled,
  labelledFalse: labelled_false,
});
