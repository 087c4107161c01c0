-- Up Migration

-- Why an alarm changed where neither its condition nor a person changed it: the patient has been without data for a day.
alter table alarm add column reason text;
alter table alarm_event add column reason text;
