-- Up Migration

-- A task that was not done after all is open again; who had said so, and who opened it, stays with it.
alter table care_note add column reopenings jsonb not null default '[]' check (jsonb_typeof(reopenings) = 'array');
comment on column care_note.reopenings is 'Oldest first: { doneBy, doneAtMs, by, atMs }';
