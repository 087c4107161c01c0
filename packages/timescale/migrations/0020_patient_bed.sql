-- Up Migration

alter table patient add column bed text;
comment on column patient.bed is 'As the ward calls it: 301. Null: not known';
