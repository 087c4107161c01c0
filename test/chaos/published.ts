import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeAlarmEvent, decodeScore, topics } from '@beatwatch/contracts';
import { createKafkaStream } from '@beatwatch/stream';
import { isChaosPatient } from './patients.ts';

export interface Published {
  /** `patient time lead` of each score, and how many messages said it. */
  readonly scores: ReadonlyMap<string, number>;
  /** `alarm change state`, and how many messages said it. */
  readonly alarms: ReadonlyMap<string, number>;
}

const stableMs = 5000;

/** Reads what was published about the ward, from the beginning of the log. */
export async function readPublished(brokers: readonly string[]): Promise<Published> {
  const stream = await createKafkaStream({ brokers, clientId: 'chaos-ledger' });
  const scores = new Map<string, number>();
  const alarms = new Map<string, number>();
  let messages = 0;
  const add = (counts: Map<string, number>, key: string): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  const consumer = await stream.consume({
    groupId: `chaos-${randomUUID()}`,
    topics: [topics.scores, topics.alarms],
    from: 'earliest',
    onBatch: ({ topic, messages: batch }) => {
      messages += batch.length;
      for (const { value } of batch) {
        if (topic === topics.scores) {
          const { patientId, beatTimeUs, lead = '' } = decodeScore(value);
          if (isChaosPatient(patientId)) add(scores, `${patientId} ${beatTimeUs} ${lead}`);
        } else {
          const { patientId, alarmId, changeNumber, state } = decodeAlarmEvent(value);
          if (isChaosPatient(patientId)) add(alarms, `${alarmId} ${changeNumber} ${state}`);
        }
      }
      return Promise.resolve();
    },
  });
  for (let last = -1; last !== messages;) {
    last = messages;
    await delay(stableMs);
  }
  await consumer.stop();
  await stream.stop();
  return { scores, alarms };
}

/** Messages beyond the first of each: a crash between sending and committing makes some, which readers pass over. */
export function repeats(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
}
