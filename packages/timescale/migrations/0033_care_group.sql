-- Up Migration

-- Patients who are looked after together, whatever ward they lie in.
create table care_group (
  group_id bigint generated always as identity primary key,
  name text not null check (char_length(name) between 1 and 40),
  made_by text not null,
  made_at timestamptz not null default clock_timestamp()
);
create unique index care_group_name on care_group (lower(name));

create table care_group_member (
  group_id bigint not null references care_group on delete cascade,
  patient_id text not null,
  added_by text not null,
  added_at timestamptz not null default clock_timestamp(),
  primary key (group_id, patient_id)
);
comment on table care_group_member is 'Of a patient who was discharged since, it holds no longer';
