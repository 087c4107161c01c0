-- Up Migration

-- What brought the samples: with it the packets can be made again as the log had them, in its order, and what was judged from
-- them can be judged anew.
alter table waveform add column packets bytea;
comment on column waveform.packets is 'Packets of the log that the samples are from (packet-parts.ts); null in rows of before';
