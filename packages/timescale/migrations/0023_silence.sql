-- Up Migration

-- Who muted which alarms on all screens, and until when.
create table silence (
  silence_id text primary key,
  scope text not null,
  patient_id text,
  actor text not null,
  started_at timestamptz not null,
  until timestamptz not null,
  covers jsonb not null,
  ended_at timestamptz,
  ended_by text,
  ended_by_alarm text
);
create index silence_until on silence (until);
comment on column silence.scope is 'all, ward:NAME or alarm:ID';
comment on column silence.patient_id is 'Of an alarm''s silence';
comment on column silence.covers is 'Alarms that were urgent, or meant, when it began, with their change numbers';
comment on column silence.ended_at is 'Null where it ended, or ends, with its time';
comment on column silence.ended_by_alarm is 'The alarm that it does not cover, and that ended it';
