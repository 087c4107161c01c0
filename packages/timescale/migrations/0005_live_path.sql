-- Up Migration

-- What is known of a second of signal: null where it is no whole second, or was stored before this was judged.
alter table waveform
  add column quality_index double precision,
  add column faults text[],
  add column fibrillation_index double precision;
comment on column waveform.quality_index is '0 unusable to 1 clean';
comment on column waveform.fibrillation_index is '0 to 1';

alter table beat
  add column preceding_rr_interval_ms double precision,
  add column late boolean not null default false;
comment on column beat.late is 'Came too late for a live alarm';

alter table beat_score
  add column ventricular boolean not null default false,
  add column late boolean not null default false;

-- Changes of an alarm are numbered by whoever decides them. What was stored before went forward through its states.
alter table alarm_event
  add column change_number integer,
  add column strip_from timestamptz,
  add column strip_to timestamptz;
update alarm_event set
  change_number = numbered.change_number,
  evidence = jsonb_build_object(
    'fromUs', epoch_us(alarm_event.raised_time) - 8000000, 'toUs', epoch_us(alarm_event.raised_time)
  ) || evidence
from (
  select alarm_id, state, time, row_number() over (
    partition by alarm_id order by array_position(array['active', 'acknowledged', 'resolved'], state), time
  ) as change_number
  from alarm_event
) as numbered
where numbered.alarm_id = alarm_event.alarm_id and numbered.state = alarm_event.state
  and numbered.time = alarm_event.time;
alter table alarm_event
  alter column change_number set not null,
  drop constraint alarm_event_pkey,
  -- After a crash a person's act and the patient's next change may have been given one number: both are kept.
  add primary key (alarm_id, change_number, state);
create index alarm_event_strip_wanted on alarm_event (stored_at) where strip_from is not null;
comment on column alarm_event.strip_from is 'The signal from here to strip_to is still to be copied to alarm_strip';

alter table alarm add column change_number integer not null default 1;
update alarm set
  change_number = coalesce(
    (select max(event.change_number) from alarm_event as event where event.alarm_id = alarm.alarm_id), 1),
  evidence = jsonb_build_object(
    'fromUs', epoch_us(raised_time) - 8000000, 'toUs', epoch_us(raised_time)
  ) || evidence;
alter table alarm alter column change_number drop default;

-- The signal around an alarm's changes: it outlives the waveform that it was copied from.
create table alarm_strip (
  alarm_id text not null,
  patient_id text not null,
  lead text not null,
  time timestamptz not null,
  device_id text not null,
  sampling_rate_hz double precision not null,
  microvolts_per_count double precision not null,
  samples bytea not null,
  quality_index double precision,
  faults text[],
  fibrillation_index double precision,
  primary key (alarm_id, lead, time)
);

create table alarm_label (
  alarm_id text not null,
  patient_id text not null,
  label text not null check (label in ('true', 'false')),
  actor text not null,
  time timestamptz not null,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (alarm_id, actor, time)
);
comment on table alarm_label is 'Whether an alarm was right, as people said; the newest holds';

create table patient_threshold (
  patient_id text not null,
  value double precision,
  actor text not null,
  time timestamptz not null,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (patient_id, actor, time)
);
create index patient_threshold_newest on patient_threshold (patient_id, stored_at desc);
comment on column patient_threshold.value is 'In the unit of the score''s loss; null: the learned one holds again';

create table signal_gap (
  patient_id text not null,
  lead text not null,
  device_id text not null,
  from_time timestamptz not null,
  to_time timestamptz not null,
  reason text not null check (reason in ('gap', 'clock-jump', 'restart', 'rate-change')),
  lost_packets integer,
  primary key (patient_id, lead, from_time, reason)
);
comment on column signal_gap.to_time is 'Where the signal goes on: before from_time where a clock was set back';
comment on column signal_gap.lost_packets is 'Null where nobody can know';

select create_hypertable('alarm_strip', by_range('time', interval '7 days'), create_default_indexes => false);
select create_hypertable('signal_gap', by_range('from_time', interval '7 days'), create_default_indexes => false);

alter table alarm_strip set (
  timescaledb.compress, timescaledb.compress_segmentby = 'patient_id, lead',
  timescaledb.compress_orderby = 'time, alarm_id'
);
select add_compression_policy('alarm_strip', compress_after => interval '14 days');
select add_retention_policy('alarm_strip', drop_after => interval '2 years');
select add_retention_policy('signal_gap', drop_after => interval '365 days');
