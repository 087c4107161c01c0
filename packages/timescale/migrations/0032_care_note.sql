-- Up Migration

-- What staff write for those who come after them: handover notes, and tasks. Rows are only added and ended.
create table care_note (
  note_id bigint generated always as identity primary key,
  patient_id text not null,
  kind text not null check (kind in ('note', 'task')),
  text text not null check (char_length(text) between 1 and 1000),
  due_at timestamptz check (due_at is null or kind = 'task'),
  alarm_id text,
  author text not null,
  author_id text not null,
  written_at timestamptz not null default clock_timestamp(),
  ended_as text check (ended_as = 'withdrawn' or (ended_as = 'done' and kind = 'task')),
  ended_by text,
  ended_at timestamptz,
  check (num_nonnulls(ended_as, ended_by, ended_at) in (0, 3))
);
create index care_note_patient on care_note (patient_id, note_id desc);
create index care_note_open_task on care_note (patient_id) where kind = 'task' and ended_at is null;
create index care_note_written on care_note (written_at);
comment on column care_note.alarm_id is 'What the task is about, if it was made from an alarm';
comment on column care_note.author_id is 'Of the user, who may be called otherwise by now';
comment on column care_note.ended_as is 'Null: it holds. A task is done, a note or a task that was a mistake is withdrawn; its text stays';

create procedure drop_old_care_notes(job_id integer, config jsonb) language plpgsql as $$
begin
  delete from care_note where written_at < now() - (config ->> 'drop_after')::interval;
end
$$;
select add_job('drop_old_care_notes', interval '1 day', config => '{"drop_after": "2 years"}');

-- What alarmed in a shift.
create index alarm_updated on alarm (updated_at);
