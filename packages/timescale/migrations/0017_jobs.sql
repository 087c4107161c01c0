-- Up Migration

-- Jobs themselves are in the queue's own schema. Here is what it does not know: who runs one, that it goes on, and how far it is.
create table job_run (
  job_id uuid primary key,
  kind text not null,
  worker text not null,
  heartbeat_at timestamptz not null default clock_timestamp(),
  progress jsonb
);
comment on table job_run is 'The newest attempt at each job';
comment on column job_run.worker is 'Different for each attempt';

-- A trained model is registered before it scores anything; which one is in use is said by its alias.
alter table model
  alter column first_used_at drop not null,
  alter column first_used_at drop default,
  add column registered_at timestamptz not null default clock_timestamp(),
  add column fingerprint text,
  add column folder text,
  add column base_version text,
  add column job_id uuid;
comment on column model.fingerprint is 'SHA-256 of the weights; null for models from before it was stored';
comment on column model.folder is 'Below the folder of models in the data folder; null for a model that is shipped';
comment on column model.base_version is 'Whose weights its training began with';

create table model_alias (
  name text not null,
  alias text not null check (alias in ('champion', 'challenger')),
  model_version text not null references model,
  actor text not null,
  since timestamptz not null default clock_timestamp(),
  primary key (name, alias)
);
comment on column model_alias.name is 'What the model is for: wearable';
