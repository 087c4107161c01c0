-- Up Migration

-- Sums, not means: hours are made of minutes, and a mean of means would be wrong.
-- materialized_only = false: beats that no refresh has seen yet are counted when the view is read.
create materialized view score_minute
with (timescaledb.continuous, timescaledb.materialized_only = false) as
select
  patient_id,
  model_version,
  time_bucket(interval '1 minute', beat_time) as bucket,
  count(*) as beats,
  count(*) filter (where anomalous) as anomalous_beats,
  sum(60000 / rr_interval_ms) as heart_rate_sum_bpm,
  min(60000 / rr_interval_ms) as heart_rate_min_bpm,
  max(60000 / rr_interval_ms) as heart_rate_max_bpm,
  sum(loss) as loss_sum,
  max(loss) as loss_max,
  max(stored_at) as last_stored_at
from beat_score
group by patient_id, model_version, bucket
with no data;

create materialized view score_hour
with (timescaledb.continuous, timescaledb.materialized_only = false) as
select
  patient_id,
  model_version,
  time_bucket(interval '1 hour', bucket) as bucket,
  sum(beats) as beats,
  sum(anomalous_beats) as anomalous_beats,
  sum(heart_rate_sum_bpm) as heart_rate_sum_bpm,
  min(heart_rate_min_bpm) as heart_rate_min_bpm,
  max(heart_rate_max_bpm) as heart_rate_max_bpm,
  sum(loss_sum) as loss_sum,
  max(loss_max) as loss_max,
  max(last_stored_at) as last_stored_at
from score_minute
group by patient_id, model_version, time_bucket(interval '1 hour', bucket)
with no data;
