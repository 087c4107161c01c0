-- Up Migration

-- Limits of alarms that staff set for a patient. Rows are only added: the newest holds, an empty one means the ward's again.
create table patient_limits (
  patient_id text not null,
  limits jsonb not null,
  actor text not null,
  time timestamptz not null,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (patient_id, actor, time)
);
create index patient_limits_newest on patient_limits (patient_id, stored_at desc);

-- What an administrator set for the patients of a ward. Rows are only added: the newest of a ward holds.
create table ward_profile (
  profile_id bigint generated always as identity primary key,
  ward text not null,
  limits jsonb not null,
  latching jsonb not null,
  actor text not null,
  set_at timestamptz not null default clock_timestamp()
);
create index ward_profile_newest on ward_profile (ward, profile_id desc);
comment on column ward_profile.latching is 'By kind, whether an alarm that is over stays until it is acknowledged';

-- From when on the scorer has decided a patient's alarms by which profile.
create table patient_profile (
  patient_id text not null,
  time timestamptz not null,
  profile_id bigint,
  primary key (patient_id, time)
);
comment on column patient_profile.time is 'By the clock of the scorer';
comment on column patient_profile.profile_id is 'Null: by none any more';
