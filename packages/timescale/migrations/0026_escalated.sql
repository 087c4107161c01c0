-- Up Migration

-- Nobody has taken the alarm for too long.
alter table alarm add column escalated boolean not null default false;
alter table alarm_event add column escalated boolean not null default false;
alter table shadow_alarm_event add column escalated boolean not null default false;
