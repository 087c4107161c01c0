-- Up Migration

-- Who decided about models, when and why. Rows are only added; what is in force is in model_alias and model_assignment.
create table model_decision (
  decision_id bigint generated always as identity primary key,
  name text not null,
  action text not null check (action in ('promote', 'roll-back', 'assign')),
  model_version text,
  previous_version text,
  target text,
  actor text not null,
  reason text not null,
  decided_at timestamptz not null default clock_timestamp()
);
comment on column model_decision.name is 'What the model is for: wearable';
comment on column model_decision.model_version is 'Null: the model that is shipped, or of an assignment: none of their own any more';
comment on column model_decision.target is 'Of an assignment: patient or ward, with its kind before it';
