-- Up Migration

-- An alarm that comes back has several episodes, and a label is of one of them: the one that was the newest when it was stored.
alter table alarm_label add column episode integer;
update alarm_label set episode = (
  select max(change_number) from (
    select change_number, state, actor, stored_at,
      lag(state) over (order by change_number, alarm_event.stored_at) as before
    from alarm_event
    where alarm_event.alarm_id = alarm_label.alarm_id and (actor is null or state = 'resolved')
  ) as change
  where actor is null and state in ('active', 'acknowledged')
    and (before is null or before in ('latched', 'resolved')) and change.stored_at <= alarm_label.stored_at
);
comment on column alarm_label.episode is 'Number of the change that began the episode which is labelled; null: no change was stored yet';
