import type { AlarmId, PatientId } from '@beatwatch/contracts';
import type {
  CareNote,
  CareNoteEnd,
  CareNoteKind,
  CareNoteRepository,
  Reopening,
} from '../care-note-repository.ts';
import { textColumn, timeParameter } from '../columns.ts';
import type { Query } from '../query.ts';

interface CareNoteRow {
  note_id: number;
  patient_id: PatientId;
  kind: CareNoteKind;
  text: string;
  due_ms: number | null;
  alarm_id: AlarmId | null;
  author: string;
  author_id: string;
  written_ms: number;
  ended_as: CareNoteEnd['as'] | null;
  ended_by: string | null;
  ended_ms: number | null;
  reopenings: readonly Reopening[];
  is_of_earlier_stay: boolean;
}

const msOf = (column: string): string => `extract(epoch from ${column})::float8 * 1000`;

const isOfEarlierStay = `exists (select from patient_admission as admission
  where admission.patient_id = care_note.patient_id and action = 'discharge' and time >= written_at)`;

const columns = `note_id, care_note.patient_id, kind, text, ${msOf('due_at')} as due_ms, alarm_id, author, author_id,
    ${msOf('written_at')} as written_ms, ended_as, ended_by, ${msOf('ended_at')} as ended_ms, reopenings,
    ${isOfEarlierStay} as is_of_earlier_stay`;

const holds = `ended_at is null and not ${isOfEarlierStay}`;

export function careNoteRepository(query: Query): CareNoteRepository {
  return {
    async write({ patientId, kind, text, dueMs, alarmId, author, authorId }) {
      const [row] = await query<{ note_id: number }>(
        'careNotes.write',
        `insert into care_note (patient_id, kind, text, due_at, alarm_id, author, author_id)
         values ($1, $2, $3, $4::timestamptz, $5, $6, $7) returning note_id`,
        [
          ...[patientId, kind, text],
          ...[dueMs === undefined ? undefined : timeParameter(dueMs * 1000), alarmId, author, authorId],
        ],
      );
      if (row === undefined) throw new Error('care_note: the row that was inserted did not come back');
      return { noteId: row.note_id };
    },

    async find(noteId) {
      const [row] = await query<CareNoteRow>(
        'careNotes.find',
        `select ${columns} from care_note where note_id = $1::bigint`,
        [noteId],
      );
      return row === undefined ? undefined : noteOf(row);
    },

    async list({ patientId, past = false, limit }) {
      const rows = await query<CareNoteRow>(
        'careNotes.list',
        `select ${columns} from care_note where patient_id = $1 and ($2 or (${holds})) order by note_id desc limit $3::int`,
        [patientId, past, limit],
      );
      return rows.map(noteOf);
    },

    async openTasks({ patientIds, limit }) {
      const rows = await query<CareNoteRow>(
        'careNotes.openTasks',
        `select ${columns} from care_note join patient on patient.patient_id = care_note.patient_id
         where kind = 'task' and ${holds} and patient.admission <> 'discharged'
           and ($2::text[] is null or care_note.patient_id = any ($2::text[]))
         order by due_at nulls last, note_id limit $1::int`,
        [limit, patientIds && textColumn(patientIds)],
      );
      return rows.map(noteOf);
    },

    async doneTasks({ hours, limit }) {
      const rows = await query<CareNoteRow>(
        'careNotes.doneTasks',
        `select ${columns} from care_note join patient on patient.patient_id = care_note.patient_id
         where kind = 'task' and ended_as = 'done' and ended_at > now() - make_interval(hours => $1::int)
           and not ${isOfEarlierStay} and patient.admission <> 'discharged'
         order by ended_at desc limit $2::int`,
        [hours, limit],
      );
      return rows.map(noteOf);
    },

    async newestNotes(patientIds) {
      const rows = await query<CareNoteRow>(
        'careNotes.newestNotes',
        `select ${columns} from unnest($1::text[]) as wanted (id) cross join lateral (
           select * from care_note where patient_id = wanted.id and kind = 'note' and ${holds}
           order by note_id desc limit 1) as care_note`,
        [textColumn(patientIds)],
      );
      return rows.map(noteOf);
    },

    async end({ noteId, as, by }) {
      const rows = await query<{ note_id: number }>(
        'careNotes.end',
        `update care_note set ended_as = $2::text, ended_by = $3, ended_at = clock_timestamp()
         where note_id = $1::bigint and ended_at is null and (kind = 'task' or $2::text = 'withdrawn')
         returning note_id`,
        [noteId, as, by],
      );
      return rows.length > 0;
    },

    async reopen({ noteId, by }) {
      const rows = await query<{ note_id: number }>(
        'careNotes.reopen',
        `update care_note set ended_as = null, ended_by = null, ended_at = null,
           reopenings = reopenings || jsonb_build_object('doneBy', ended_by, 'doneAtMs', ${msOf('ended_at')},
             'by', $2::text, 'atMs', ${msOf('clock_timestamp()')})
         where note_id = $1::bigint and ended_as = 'done' and not ${isOfEarlierStay}
         returning note_id`,
        [noteId, by],
      );
      return rows.length > 0;
    },
  };
}

function noteOf(row: CareNoteRow): CareNote {
  const { ended_as: as, ended_by: by, ended_ms: atMs } = row;
  return {
    noteId: row.note_id,
    patientId: row.patient_id,
    kind: row.kind,
    text: row.text,
    ...(row.due_ms !== null && { dueMs: row.due_ms }),
    ...(row.alarm_id !== null && { alarmId: row.alarm_id }),
    author: row.author,
    authorId: row.author_id,
    writtenMs: row.written_ms,
    ...(as !== null && by !== null && atMs !== null && { end: { as, by, atMs } }),
    reopenings: row.reopenings,
    isOfEarlierStay: row.is_of_earlier_stay,
  };
}
