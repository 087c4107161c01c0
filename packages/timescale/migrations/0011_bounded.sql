-- Up Migration

-- When a state was stored last: those of patients long gone are removed by the stream processors.
alter table checkpoint add column stored_at timestamptz not null default clock_timestamp();

-- Alarms are kept as long as the strips that show them. The open ones stay, whatever their age.
create procedure drop_old_alarms(job_id integer, config jsonb) language plpgsql as $$
begin
  with old as (
    delete from alarm where state = 'resolved' and updated_at < now() - (config ->> 'drop_after')::interval
    returning alarm_id
  ), events as (
    delete from alarm_event using old where alarm_event.alarm_id = old.alarm_id
  )
  delete from alarm_label using old where alarm_label.alarm_id = old.alarm_id;
end
$$;
select add_job('drop_old_alarms', interval '1 day', config => '{"drop_after": "2 years"}');
