import type { AlarmKind, AlarmPriority, PatientId } from '@beatwatch/contracts';
import { textColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { ShiftAlarms } from '../shift-alarms.ts';
import { episodeStarts } from './episode-starts.ts';

interface ShiftRow {
  patient_id: PatientId;
  kind: AlarmKind;
  priority: AlarmPriority;
  episodes: number;
  is_open: boolean;
}

// Times are those of the database: a device's clock may be wrong.
const statement = `
select patient_id, kind, (array_agg(priority order by array_position(array['high', 'medium', 'low'], priority)))[1] as priority,
  sum(episodes)::int4 as episodes, bool_or(state <> 'resolved') as is_open
from (
  select patient_id, kind, priority, state, (
    select count(*) from ${episodeStarts('alarm.alarm_id')} as start where stored_at >= $2::timestamptz) as episodes
  from alarm where patient_id = any ($1::text[]) and (updated_at >= $2::timestamptz or state <> 'resolved')) as alarm
where episodes > 0 or state <> 'resolved'
group by patient_id, kind`;

/** Alarms of these patients that are open or had an episode since then, by kind, in no order. */
export async function shiftAlarms(
  query: Query,
  { patientIds, sinceUs }: { readonly patientIds: readonly PatientId[]; readonly sinceUs: number },
): Promise<readonly ShiftAlarms[]> {
  const rows = await query<ShiftRow>('alarms.ofShift', statement, [
    textColumn(patientIds),
    timeParameter(sinceUs),
  ]);
  return rows.map(({ patient_id: patientId, kind, priority, episodes, is_open: isOpen }) => {
    return { patientId, kind, priority, episodes, isOpen };
  });
}
