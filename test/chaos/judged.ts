import { setTimeout as delay } from 'node:timers/promises';
import type { PatientId } from '@beatwatch/contracts';
import type { RestlessDatabase } from './database.ts';

const newestScores = `select patient_id, epoch_us(max(beat_time)) as newest_us from beat_score
  where beat_time > now() - interval '10 minutes' and patient_id like 'chaos-%' group by patient_id`;

/**
 * Waits until a beat of every patient is stored with its score that was measured after a time.
 * @param sinceMs epoch milliseconds
 * @returns seconds from then; undefined where somebody is not judged within the limit
 */
export async function judgedAgain(
  database: RestlessDatabase,
  patients: readonly PatientId[],
  { sinceMs, limitMs }: { readonly sinceMs: number; readonly limitMs: number },
): Promise<number | undefined> {
  for (;;) {
    const rows = await database.tryQuery<{ patient_id: PatientId; newest_us: number }>(newestScores);
    const newest = new Map(rows?.map((row) => [row.patient_id, row.newest_us]));
    const passedMs = Date.now() - sinceMs;
    if (patients.every((id) => (newest.get(id) ?? 0) >= sinceMs * 1000)) return passedMs / 1000;
    if (passedMs > limitMs) return undefined;
    await delay(100);
  }
}
