import type { AlarmEvent } from '@beatwatch/contracts';
import { timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Repositories } from '../repositories.ts';
import { chunkOf, waveformColumns, type WaveformRow } from './waveforms.ts';

/** The signal that is kept of a change of an alarm. */
export interface StripSpan {
  readonly fromUs: number;
  readonly toUs: number;
}

const secondUs = 1_000_000;

/**
 * From the evidence, with some seconds around it, when an alarm is raised; around the end of it when it is over.
 * A person's act has no signal of its own.
 */
export function stripSpan({ state, timeUs, actor, evidence }: AlarmEvent): StripSpan | undefined {
  if (actor !== undefined) return undefined;
  switch (state) {
    case 'active':
    case 'acknowledged':
      return { fromUs: evidence.fromUs - 2 * secondUs, toUs: evidence.toUs + 20 * secondUs };
    case 'latched':
    case 'resolved':
      return { fromUs: timeUs - 10 * secondUs, toUs: timeUs + 5 * secondUs };
  }
}

const copiedColumns = `patient_id, lead, time, device_id, sampling_rate_hz, microvolts_per_count, samples,
  quality_index, faults, fibrillation_index`;
const columnsOf = (table: string): string =>
  copiedColumns
    .split(',')
    .map((column) => `${table}.${column.trim()}`)
    .join(', ');

export function stripRepository(query: Query): Pick<Repositories['alarms'], 'keepStrips' | 'strip'> {
  return {
    async keepStrips({ untilMs }) {
      const [span] = await query<{ from_us: number | null; to_us: number | null }>(
        'alarms.keepStrips',
        `select epoch_us(min(strip_from)) as from_us, epoch_us(max(strip_to)) as to_us
         from alarm_event where strip_from is not null`,
      );
      if (span?.from_us == null || span.to_us == null) return 0;
      // All parts of the statement see the table as it was before: what is copied is what was wanted then. The outer
      // bounds are for the planner, which else looks into every chunk of the waveform.
      const [row] = await query<{ waiting: number }>(
        'alarms.keepStrips',
        `with wanted as (
           select alarm_id, change_number, state, patient_id, strip_from, strip_to,
             stored_at <= clock_timestamp() - $1 * interval '1 millisecond' as is_last
           from alarm_event where strip_from is not null
         ), copied as (
           insert into alarm_strip (alarm_id, ${copiedColumns})
           select distinct on (wanted.alarm_id, chunk.lead, chunk.time) wanted.alarm_id, ${columnsOf('chunk')}
           from wanted
           join waveform as chunk on chunk.patient_id = wanted.patient_id
             and chunk.time > wanted.strip_from - interval '1 second' and chunk.time < wanted.strip_to
             and chunk.time > $2::timestamptz - interval '1 second' and chunk.time < $3::timestamptz
           on conflict do nothing
         ), done as (
           update alarm_event as event set strip_from = null, strip_to = null
           from wanted
           where wanted.is_last and event.alarm_id = wanted.alarm_id
             and event.change_number = wanted.change_number and event.state = wanted.state
         )
         select count(*) filter (where not is_last) as waiting from wanted`,
        [untilMs, timeParameter(span.from_us), timeParameter(span.to_us)],
      );
      return row?.waiting ?? 0;
    },

    async strip(id, range) {
      const within =
        range === undefined
          ? ''
          : `and alarm_strip.time > $2::timestamptz - interval '1 second' and alarm_strip.time < $3::timestamptz`;
      const rows = await query<WaveformRow>(
        'alarms.strip',
        `select ${waveformColumns} from alarm_strip where alarm_id = $1 ${within} order by alarm_strip.time, lead`,
        range === undefined ? [id] : [id, timeParameter(range.fromUs), timeParameter(range.toUs)],
      );
      return rows.map(chunkOf);
    },
  };
}
