-- Up Migration

-- The samples of a beat were nine tenths of all that is stored. They are kept as long as the waveform that they were cut
-- from, in 1 to 2 bytes a sample instead of 4; the beat itself, with its times, stays as it was.
create table beat_shape (
  patient_id text not null,
  time timestamptz not null,
  step double precision not null,
  deltas bytea not null,
  primary key (patient_id, time)
);
comment on table beat_shape is 'Samples of beats';
comment on column beat_shape.time is 'R peak that opens the beat';
comment on column beat_shape.step is 'What one count stands for, in the unit of the preprocessing';
comment on column beat_shape.deltas is 'Differences of consecutive samples in counts: zigzag, 7 bits a byte, lowest first, as in Protobuf';

select create_hypertable('beat_shape', by_range('time', interval '1 hour'), create_default_indexes => false);
alter table beat_shape set (
  timescaledb.compress, timescaledb.compress_segmentby = 'patient_id', timescaledb.compress_orderby = 'time'
);
select add_compression_policy('beat_shape', compress_after => interval '6 hours');
select add_retention_policy('beat_shape', drop_after => interval '30 days');

-- Beats of before keep theirs until they are dropped.
alter table beat alter column samples drop not null;
comment on column beat.samples is 'Normalised samples, float32 little-endian, of beats from before beat_shape';
