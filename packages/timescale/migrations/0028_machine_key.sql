-- Up Migration

-- What machines show instead of a user: devices that post packets, programs that read or write over HTTP.
create table machine_key (
  key_id text primary key,
  name text not null,
  scopes text[] not null,
  sha256 text not null unique,
  wards text[],
  devices text[],
  created_at timestamptz not null default clock_timestamp(),
  created_by text not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text
);
comment on column machine_key.sha256 is 'Of the key, which is stored nowhere';
comment on column machine_key.wards is 'The wards whose patients it is for; null: all';
comment on column machine_key.devices is 'The devices that it is for; null: all';
