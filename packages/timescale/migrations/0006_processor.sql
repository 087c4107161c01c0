-- Up Migration

-- A checkpoint belongs to a stream processor.
alter table checkpoint rename column stage to processor;
