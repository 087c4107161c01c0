import type { AlarmId, PatientId, Silence, SilenceScope } from '@beatwatch/contracts';
import { textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';
import type { SilenceRepository } from '../silence-repository.ts';

interface SilenceRow {
  silence_id: string;
  scope: SilenceScope;
  patient_id: PatientId | null;
  actor: string;
  started_us: number;
  until_us: number;
  covers: Silence['covers'];
  ended_us: number | null;
  ended_by: string | null;
  ended_by_alarm: AlarmId | null;
}

export function silenceRepository(query: Query): SilenceRepository {
  return {
    async write(silences) {
      if (silences.length === 0) return;
      await query(
        'silences.write',
        `insert into silence (silence_id, scope, patient_id, actor, started_at, until, covers, ended_at, ended_by,
           ended_by_alarm)
         select silence_id, scope, patient_id, actor, started_at, until, covers::jsonb, ended_at, ended_by, ended_by_alarm
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[],
           $8::timestamptz[], $9::text[], $10::text[])
         as given (silence_id, scope, patient_id, actor, started_at, until, covers, ended_at, ended_by, ended_by_alarm)
         on conflict (silence_id) do update set
           ended_at = excluded.ended_at, ended_by = excluded.ended_by, ended_by_alarm = excluded.ended_by_alarm
         where silence.ended_at is null and excluded.ended_at is not null`,
        [
          textColumn(silences.map(({ silenceId }) => silenceId)),
          textColumn(silences.map(({ scope }) => scope)),
          textColumn(silences.map(({ patientId }) => patientId)),
          textColumn(silences.map(({ actor }) => actor)),
          timeColumn(silences.map(({ startedMs }) => inUs(startedMs))),
          timeColumn(silences.map(({ untilMs }) => inUs(untilMs))),
          textColumn(silences.map(({ covers }) => JSON.stringify(covers))),
          timeColumn(silences.map(({ end }) => end && inUs(end.atMs))),
          textColumn(silences.map(({ end }) => end?.actor)),
          textColumn(silences.map(({ end }) => end?.alarmId)),
        ],
      );
    },

    async since(timeMs) {
      const rows = await query<SilenceRow>(
        'silences.since',
        `select silence_id, scope, patient_id, actor, epoch_us(started_at) as started_us, epoch_us(until) as until_us,
           covers, epoch_us(ended_at) as ended_us, ended_by, ended_by_alarm
         from silence where until >= $1::timestamptz order by started_at, silence_id limit 5000`,
        [timeParameter(inUs(timeMs))],
      );
      return rows.map(silenceOf);
    },
  };
}

const inUs = (ms: number): number => Math.round(ms * 1000);

function silenceOf(row: SilenceRow): Silence {
  return {
    silenceId: row.silence_id,
    scope: row.scope,
    ...(row.patient_id !== null && { patientId: row.patient_id }),
    actor: row.actor,
    startedMs: row.started_us / 1000,
    untilMs: row.until_us / 1000,
    covers: row.covers,
    ...(row.ended_us !== null && {
      end: {
        atMs: row.ended_us / 1000,
        ...(row.ended_by !== null && { actor: row.ended_by }),
        ...(row.ended_by_alarm !== null && { alarmId: row.ended_by_alarm }),
      },
    }),
  };
}
