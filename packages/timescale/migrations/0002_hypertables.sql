-- Up Migration

-- An open chunk with its index should fit in a quarter of the memory that the database has: 200 patients write
-- 0.5 GB of waveform and 0.6 GB of beats and scores an hour.
select create_hypertable('waveform', by_range('time', interval '1 hour'), create_default_indexes => false);
select create_hypertable('beat', by_range('time', interval '2 hours'), create_default_indexes => false);
select create_hypertable('beat_score', by_range('beat_time', interval '2 hours'), create_default_indexes => false);

alter table waveform set (
  timescaledb.compress, timescaledb.compress_segmentby = 'patient_id, lead', timescaledb.compress_orderby = 'time'
);
alter table beat set (
  timescaledb.compress, timescaledb.compress_segmentby = 'patient_id', timescaledb.compress_orderby = 'time'
);
alter table beat_score set (
  timescaledb.compress, timescaledb.compress_segmentby = 'patient_id',
  timescaledb.compress_orderby = 'beat_time, model_version'
);
