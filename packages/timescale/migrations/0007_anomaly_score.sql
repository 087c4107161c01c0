-- Up Migration

-- What is compared with the threshold is an anomaly score; a reconstruction loss is what an autoencoder leaves of a
-- beat, which only some models take for their score.
alter table beat_score rename column loss to anomaly_score;
alter materialized view score_minute rename column loss_sum to anomaly_score_sum;
alter materialized view score_minute rename column loss_max to anomaly_score_max;
alter materialized view score_hour rename column loss_sum to anomaly_score_sum;
alter materialized view score_hour rename column loss_max to anomaly_score_max;
comment on column beat_score.anomaly_score is 'In the model''s own unit, 0 or more';
comment on column patient_threshold.value is 'In the unit of the anomaly score; null: the learned threshold applies again';

update alarm set evidence = (evidence - 'losses') || jsonb_build_object('anomalyScores', evidence -> 'losses')
where evidence ? 'losses';
update alarm_event set evidence = (evidence - 'losses') || jsonb_build_object('anomalyScores', evidence -> 'losses')
where evidence ? 'losses';
