-- Up Migration

-- The newest two minutes are left to the view itself: their beats still arrive. The start covers replays of old
-- recordings, and stays inside the retention of the scores: a refresh of dropped scores would empty the trend.
-- One batch a refresh: cutting the year into batches of buckets took longer than refreshing what had changed.
select add_continuous_aggregate_policy('score_minute',
  start_offset => interval '360 days', end_offset => interval '2 minutes',
  schedule_interval => interval '1 minute', buckets_per_batch => 0);
select add_continuous_aggregate_policy('score_hour',
  start_offset => interval '360 days', end_offset => interval '1 hour',
  schedule_interval => interval '30 minutes', buckets_per_batch => 0);

select add_compression_policy('waveform', compress_after => interval '6 hours');
select add_compression_policy('beat', compress_after => interval '1 day');
select add_compression_policy('beat_score', compress_after => interval '1 day');

select add_retention_policy('waveform', drop_after => interval '30 days');
select add_retention_policy('beat', drop_after => interval '365 days');
select add_retention_policy('beat_score', drop_after => interval '365 days');
select add_retention_policy('score_minute', drop_after => interval '2 years');
