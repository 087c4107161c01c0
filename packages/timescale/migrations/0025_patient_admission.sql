-- Up Migration

-- Who was admitted, moved and discharged, by whom and when. Rows are only added; what is in force is in patient.
create table patient_admission (
  patient_id text not null,
  action text not null check (action in ('admit', 'move', 'discharge', 'standby', 'resume', 'end-signal')),
  time timestamptz not null,
  actor text not null,
  display_name text,
  ward text,
  bed text,
  standby_until timestamptz,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (patient_id, time, action)
);
comment on column patient_admission.time is 'By the clock of whoever asked; the order is that of stored_at';

alter table patient add column admission text not null default 'automatic'
  check (admission in ('automatic', 'admitted', 'discharged', 'ended'));
alter table patient add column admission_time timestamptz;
alter table patient add column standby_until timestamptz;
comment on column patient.admission is
  'automatic: nobody admitted him, his signal came; ended: the same, and the sender said that the signal is over';
comment on column patient.standby_until is 'Away until then; of the past: here';
