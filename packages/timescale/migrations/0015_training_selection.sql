-- Up Migration

-- What a model was trained on: the beats themselves, since those that they were selected from are dropped after weeks.
create table training_selection (
  fingerprint text primary key,
  preprocessing text not null,
  summary jsonb not null,
  stored_at timestamptz not null default clock_timestamp()
);
comment on column training_selection.fingerprint is 'SHA-256 over all beats with what is known of them';
comment on column training_selection.summary is 'Settings, counts and how far the labellers were believed';

create table training_beat (
  fingerprint text not null,
  place integer not null,
  patient_id text not null,
  device_id text not null,
  lead text not null,
  time timestamptz not null,
  end_time timestamptz not null,
  rr_interval_ms double precision not null,
  preceding_rr_interval_ms double precision,
  step double precision not null,
  deltas bytea not null,
  part text not null check (part in ('train', 'validation', 'test', 'context')),
  normal boolean,
  labelled boolean not null,
  learnable boolean not null,
  primary key (fingerprint, place)
);
comment on column training_beat.step is 'As of beat_shape';
comment on column training_beat.part is 'context: what a model sees of a patient before a beat of the test';
comment on column training_beat.normal is 'Null where nobody knows';
comment on column training_beat.labelled is 'Whether people said so';
comment on column training_beat.learnable is 'Whether the signal around it is good enough to learn from';
