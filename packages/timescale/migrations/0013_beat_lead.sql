-- Up Migration

-- Two leads may show an R peak at the same microsecond: a beat is named by its patient, its time and its lead.
alter table beat drop constraint beat_pkey;
alter table beat add primary key (patient_id, time, lead);

alter table beat_shape add column lead text not null default '';
alter table beat_shape drop constraint beat_shape_pkey;
alter table beat_shape add primary key (patient_id, time, lead);
comment on column beat_shape.lead is 'Empty in rows from before the lead belonged to the key';

alter table beat_score add column lead text not null default '';
alter table beat_score drop constraint beat_score_pkey;
alter table beat_score add primary key (patient_id, beat_time, lead, model_version);
comment on column beat_score.lead is 'Empty in rows from before the lead belonged to the key: the one beat of that time';

-- What was scored last may be scored again, if the scorer was killed before it stored its checkpoint: these rows get
-- their lead. The others, which may be hundreds of millions and compressed, are read by their beat.
do $$
declare
  chunk regclass;
  newest timestamptz := '-infinity';
  newest_of_chunk timestamptz;
begin
  for chunk in
    select format('%I.%I', chunk_schema, chunk_name)::regclass from timescaledb_information.chunks
    where hypertable_name = 'beat_score' and not is_compressed
  loop
    execute format('select max(stored_at) from %s', chunk) into newest_of_chunk;
    newest := greatest(newest, newest_of_chunk);
  end loop;
  for chunk in
    select format('%I.%I', chunk_schema, chunk_name)::regclass from timescaledb_information.chunks
    where hypertable_name = 'beat_score' and not is_compressed
  loop
    execute format(
      'update %s as score set lead = beat.lead from beat
       where beat.patient_id = score.patient_id and beat.time = score.beat_time and score.stored_at > $1', chunk)
      using newest - interval '1 hour';
  end loop;
end
$$;
