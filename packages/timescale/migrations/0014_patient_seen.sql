-- Up Migration

-- When a patient's signal was stored last, within minutes, by the database's clock: who has sent nothing for long leaves the ward's
-- view. Those of before count as seen now.
alter table patient add column seen_at timestamptz not null default clock_timestamp();
create index patient_seen on patient (seen_at);
