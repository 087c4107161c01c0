-- Up Migration

create table patient (
  patient_id text primary key,
  display_name text not null,
  ward text not null
);

create table model (
  model_version text primary key,
  manifest jsonb not null,
  first_used_at timestamptz not null default clock_timestamp()
);

-- One row is at most one second of one lead: raw samples would be 250 rows a second and patient.
create table waveform (
  patient_id text not null,
  lead text not null,
  time timestamptz not null,
  device_id text not null,
  sampling_rate_hz double precision not null,
  microvolts_per_count double precision not null,
  samples bytea not null,
  primary key (patient_id, lead, time)
);
comment on column waveform.time is 'Time of the first sample';
comment on column waveform.samples is 'Counts, int16 little-endian';

create table beat (
  patient_id text not null,
  time timestamptz not null,
  end_time timestamptz not null,
  device_id text not null,
  lead text not null,
  rr_interval_ms double precision not null,
  preprocessing text not null,
  samples bytea not null,
  reference_label text,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (patient_id, time)
);
comment on column beat.time is 'R peak that opens the beat';
comment on column beat.samples is 'Normalised samples, float32 little-endian';

create table beat_score (
  patient_id text not null,
  beat_time timestamptz not null,
  model_version text not null,
  loss double precision not null,
  threshold double precision,
  anomalous boolean not null,
  rr_interval_ms double precision not null,
  scored_at timestamptz not null,
  reconstruction bytea,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (patient_id, beat_time, model_version)
);
-- A refresh of the trends reads all patients of a few minutes.
create index beat_score_time on beat_score (beat_time);
comment on column beat_score.threshold is 'Null while the patient''s threshold is being calibrated';
comment on column beat_score.reconstruction is 'float32 little-endian, as many values as the beat has samples';

create table alarm (
  alarm_id text primary key,
  patient_id text not null,
  kind text not null,
  priority text not null,
  state text not null,
  time timestamptz not null,
  raised_time timestamptz not null,
  actor text,
  evidence jsonb not null,
  updated_at timestamptz not null default clock_timestamp()
);
create index alarm_newest on alarm (raised_time desc);
create index alarm_newest_of_patient on alarm (patient_id, raised_time desc);
create index alarm_open on alarm (raised_time desc) where state <> 'resolved';
comment on column alarm.time is 'Last change of state, on the patient''s time axis';

create table alarm_event (
  alarm_id text not null,
  patient_id text not null,
  kind text not null,
  priority text not null,
  state text not null,
  time timestamptz not null,
  raised_time timestamptz not null,
  actor text,
  evidence jsonb not null,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (alarm_id, state, time)
);

-- Rewritten every few seconds: half-empty pages leave room for an update beside the old row (heap-only tuples),
-- and states up to a page stay in the row, uncompressed.
create table checkpoint (
  stage text not null,
  topic text not null,
  partition integer not null,
  patient_id text not null,
  log_id text not null,
  next_offset bigint not null,
  state bytea not null,
  primary key (stage, topic, partition, patient_id)
) with (fillfactor = 50, toast_tuple_target = 8160);
alter table checkpoint alter column state set storage external;

-- Exact: extract() gives a numeric with six decimals.
create function epoch_us(moment timestamptz) returns bigint
  language sql stable strict parallel safe
  return (extract(epoch from moment) * 1000000)::bigint;
