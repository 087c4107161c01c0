-- Up Migration

-- What sends signal. One that posts without being registered is added when it is first heard.
create table device (
  device_id text primary key,
  kind text,
  serial_number text,
  seen_at timestamptz,
  refused_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
comment on column device.seen_at is 'When packets that named it alone went to its patient, within a minute';
comment on column device.refused_at is 'When packets that named it alone were refused, since no patient wore it';

-- Which patient wore which device, from when until when, by whom. A device is with one patient at a time.
create table device_pairing (
  device_id text not null references device on delete cascade,
  from_time timestamptz not null,
  until_time timestamptz check (until_time >= from_time),
  patient_id text not null,
  paired_by text not null,
  unpaired_by text,
  primary key (device_id, from_time)
);
create unique index device_pairing_now on device_pairing (device_id) where until_time is null;
create index device_pairing_patient on device_pairing (patient_id);
comment on column device_pairing.until_time is 'Null: the patient wears it still';
