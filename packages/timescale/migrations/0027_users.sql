-- Up Migration

-- Who may sign in. Sessions and credentials are read and written by better-auth, whose fields these are.
create table user_account (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default true,
  image text,
  role text not null default 'viewer' check (role in ('viewer', 'clinician', 'administrator')),
  wards text[],
  disabled_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
comment on column user_account.wards is 'The wards whose patients the user may see; null: all';

create table user_session (
  id text primary key,
  user_id text not null references user_account on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create index user_session_user on user_session (user_id);

create table user_credential (
  id text primary key,
  user_id text not null references user_account on delete cascade,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (provider_id, account_id)
);
create index user_credential_user on user_credential (user_id);
comment on column user_credential.password is 'Hashed by scrypt; of the provider "credential" alone';

create table user_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create index user_verification_identifier on user_verification (identifier);
comment on table user_verification is 'What a sign-in at another provider has to come back with';

-- A link by which a user sets a password: once, and for a while.
create table user_link (
  token_sha256 text primary key,
  user_id text not null references user_account on delete cascade,
  made_by text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);

create table audit_entry (
  audit_entry_id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  action text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  user_id text,
  user_name text,
  role text,
  address text,
  patient_id text,
  subject text
);
create index audit_entry_at on audit_entry (at);
create index audit_entry_refused on audit_entry (action, subject, at) where outcome = 'refused';
comment on table audit_entry is 'Who saw and did what. Rows are only added, and dropped by age';
comment on column audit_entry.subject is 'What it was done to: an alarm, a user, the e-mail of a sign-in';
