-- Up Migration

-- Changes of alarms on their way to receivers outside: each is tried until the receiver has taken it, or for so long that it is given up.
create table delivery (
  delivery_id text primary key,
  receiver text not null,
  place bigint generated always as identity,
  alarm_id text not null,
  patient_id text not null,
  change jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
  attempts integer not null default 0,
  waiting_since timestamptz not null default clock_timestamp(),
  next_attempt_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  failure text
);
create index delivery_waiting on delivery (receiver, alarm_id, place) where state = 'waiting';
create index delivery_ended on delivery (ended_at) where state <> 'waiting';
comment on column delivery.delivery_id is 'The same for the same change and receiver: the receiver knows a repeat by it';
comment on column delivery.place is 'Order of the changes of one alarm';
comment on column delivery.change is 'What is told, without names of patients';
comment on column delivery.failure is 'Why the newest attempt failed';

-- One process at a time delivers to a receiver, so that the changes of an alarm keep their order.
create table delivery_receiver (
  receiver text primary key,
  holder text not null,
  held_until timestamptz not null
);
comment on column delivery_receiver.holder is 'Different for each process';
