-- Up Migration

-- Who is judged by another model than the champion. Rows are only added: the newest of a target holds, and the others tell who
-- decided what and when.
create table model_assignment (
  assignment_id bigint generated always as identity primary key,
  scope text not null check (scope in ('patient', 'ward')),
  target text not null,
  model_version text,
  actor text not null,
  assigned_at timestamptz not null default clock_timestamp()
);
create index model_assignment_newest on model_assignment (scope, target, assignment_id desc);
comment on table model_assignment is 'A patient''s own holds before that of the ward';
comment on column model_assignment.target is 'Patient or ward';
comment on column model_assignment.model_version is 'Of the autoencoder; null: the target has none of its own any more';
