// A program of its own for tests that kill a consumer: `consumer-process.ts BROKER TOPIC GROUP [SESSION_TIMEOUT_MS]`.
// It prints the value of each message, which is the effect, and commits after it. Over an IPC channel it says which member of
// the group it is.
import { createKafkaStream } from '../index.ts';

const [broker = '', topic = '', groupId = '', sessionTimeoutMs = '1500'] = process.argv.slice(2);
const stream = await createKafkaStream({
  brokers: [broker],
  clientId: 'killed',
  sessionTimeoutMs: Number(sessionTimeoutMs),
  onJoined: (member) => process.send?.(member),
});
const consumer = await stream.consume({
  groupId,
  topics: [topic],
  from: 'earliest',
  onBatch: async ({ partition, messages }) => {
    const lines = messages.map(({ value }) => `${Buffer.from(value).toString()}\n`).join('');
    await new Promise((resolve) => process.stdout.write(lines, resolve));
    await consumer.commit([{ topic, partition, nextOffset: (messages.at(-1)?.offset ?? -1) + 1 }]);
  },
});
