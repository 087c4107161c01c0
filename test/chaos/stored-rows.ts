import { setTimeout as delay } from 'node:timers/promises';
import type { RestlessDatabase } from './database.ts';

/** What is stored of the ward, each row by its key: equal rows have equal values. */
export type StoredRows = Readonly<Record<keyof typeof queries, ReadonlyMap<string, string>>>;

/** A lack of data is left out: it depends on when a clock was looked at, not on the messages alone. */
const queries = {
  signal: `select concat_ws(' ', patient_id, lead, epoch_us(time)) as key,
      concat_ws(' ', md5(samples), round(quality_index::numeric, 6), faults) as value
    from waveform where patient_id like 'chaos-%'`,
  beats: `select concat_ws(' ', patient_id, epoch_us(time), lead) as key,
      concat_ws(' ', md5(samples), rr_interval_ms, late) as value
    from beat where patient_id like 'chaos-%'`,
  scores: `select concat_ws(' ', patient_id, epoch_us(beat_time), lead) as key,
      string_agg(concat_ws(' ', model_version, anomaly_score, threshold, anomalous, ventricular, beat_class), ', ') as value
    from beat_score where patient_id like 'chaos-%' group by patient_id, beat_time, lead`,
  alarms: `select concat_ws(' ', alarm_id, change_number, state) as key, concat_ws(' ', kind, epoch_us(time)) as value
    from alarm_event where patient_id like 'chaos-%' and kind <> 'no-data'`,
} as const;

const counts = `select (select count(*) from waveform where patient_id like 'chaos-%') as signal,
  (select count(*) from beat where patient_id like 'chaos-%') as beats,
  (select count(*) from beat_score where patient_id like 'chaos-%') as scores,
  (select count(*) from alarm_event where patient_id like 'chaos-%') as alarms`;

/** Longer than it takes until the patients, who send no more, have their alarm for it. */
const stableMs = 15_000;

/** Waits until nothing is stored any more that was sent before, then reads all of it. */
export async function storedRows(database: RestlessDatabase, limitMs = 240_000): Promise<StoredRows> {
  const end = Date.now() + limitMs;
  let last = '';
  let sinceMs = Date.now();
  while (Date.now() < end && Date.now() - sinceMs < stableMs) {
    const now = JSON.stringify(await database.query(counts));
    if (now !== last) sinceMs = Date.now();
    last = now;
    await delay(500);
  }
  const rows: Record<string, ReadonlyMap<string, string>> = {};
  for (const [name, sql] of Object.entries(queries)) {
    const found = await database.query<{ key: string; value: string }>(sql);
    rows[name] = new Map(found.map(({ key, value }) => [key, value]));
  }
  return rows as StoredRows;
}
