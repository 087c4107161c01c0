-- Up Migration

-- What alarms were decided by: beats as they were judged, seconds with what models say of their rhythm, acknowledgements, missing
-- data. With it the alarms can be decided again with another threshold, without the signal and its models.
create table alarm_input (
  patient_id text not null,
  time timestamptz not null,
  number bigint not null,
  begins boolean not null,
  inputs bytea not null,
  after bytea,
  primary key (patient_id, time, number)
);
comment on table alarm_input is 'What alarms were decided by, in blocks of consecutive inputs';
comment on column alarm_input.time is 'End of the newest data, on the patient''s time axis';
comment on column alarm_input.number is 'Order of a patient''s blocks';
comment on column alarm_input.begins is 'Whether alarms were decided from the initial state, and not from that after the block before';
comment on column alarm_input.inputs is 'Rows of inputs (alarms/inputs/input-rows.ts), packed';
comment on column alarm_input.after is 'What the alarms'' state machine remembers after the block, packed; once an hour';

select create_hypertable('alarm_input', by_range('time', interval '1 hour'), create_default_indexes => false);
alter table alarm_input set (
  timescaledb.compress, timescaledb.compress_segmentby = 'patient_id', timescaledb.compress_orderby = 'time'
);
select add_compression_policy('alarm_input', compress_after => interval '6 hours');
select add_retention_policy('alarm_input', drop_after => interval '30 days');
