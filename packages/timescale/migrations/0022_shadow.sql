-- Up Migration

-- What a model in the shadow makes of the live signal, beside the model that judges. Nothing on the way of an alarm reads it.
create table shadow_score (
  model_version text not null,
  patient_id text not null,
  lead text not null,
  beat_time timestamptz not null,
  anomaly_score double precision not null,
  threshold double precision,
  anomalous boolean not null,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (patient_id, model_version, beat_time, lead)
);
comment on column shadow_score.model_version is 'Of the autoencoder';
comment on column shadow_score.threshold is 'Null while the patient''s threshold is being learned';

create table shadow_alarm_event (
  model_version text not null,
  alarm_id text not null,
  patient_id text not null,
  kind text not null,
  priority text not null,
  state text not null,
  change_number integer not null,
  time timestamptz not null,
  raised_time timestamptz not null,
  actor text,
  reason text,
  evidence jsonb not null,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (patient_id, model_version, raised_time, alarm_id, change_number, state)
);
comment on table shadow_alarm_event is 'Changes of the alarms that a model in the shadow would raise';

select create_hypertable('shadow_score', by_range('beat_time', interval '2 hours'), create_default_indexes => false);
select create_hypertable('shadow_alarm_event', by_range('raised_time', interval '7 days'), create_default_indexes => false);
alter table shadow_score set (
  timescaledb.compress, timescaledb.compress_segmentby = 'patient_id',
  timescaledb.compress_orderby = 'beat_time, model_version, lead'
);
select add_compression_policy('shadow_score', compress_after => interval '1 day');
select add_retention_policy('shadow_score', drop_after => interval '30 days');
select add_retention_policy('shadow_alarm_event', drop_after => interval '365 days');
