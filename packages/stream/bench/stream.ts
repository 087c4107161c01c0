import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import {
  createInProcessStream,
  createKafkaStream,
  type Compression,
  type MessageStream,
} from '../src/index.ts';
import { brokerForTests } from '../src/testing/index.ts';

export interface StreamBenchmarkOptions {
  /** Messages of 700 bytes for each row. */
  readonly messages: number;
  /** Messages in each call of `send`. */
  readonly batch: number;
  /** Rows are repeated in turn, and the best of each counts: the machine's other work only ever slows one down. */
  readonly rounds: number;
}

export interface StreamBenchmarkRow {
  readonly name: string;
  readonly producedPerSecond: number;
  readonly consumedPerSecond: number;
}

const partitions = 6;
const messageBytes = 700;

/** Messages a second through the port: Kafka with each codec, and in-process, all in one run. */
export async function run(options: StreamBenchmarkOptions): Promise<readonly StreamBenchmarkRow[]> {
  const broker = await brokerForTests();
  if ('skip' in broker) throw new Error(broker.skip);
  const { brokers } = broker;
  const kafka = (compression: Compression) => () =>
    createKafkaStream({ brokers, clientId: 'bench', compression });
  const subjects: readonly (readonly [string, () => Promise<MessageStream>])[] = [
    ['kafka none', kafka('none')],
    ['kafka lz4', kafka('lz4')],
    ['kafka gzip', kafka('gzip')],
    [
      'in-process',
      () => Promise.resolve(createInProcessStream({ maxBytesPerPartition: options.messages * messageBytes })),
    ],
  ];
  const best = new Map<string, StreamBenchmarkRow>();
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      for (const [name, open] of subjects) {
        const measured = await measure(await open(), options);
        const before = best.get(name) ?? { producedPerSecond: 0, consumedPerSecond: 0 };
        best.set(name, {
          name,
          producedPerSecond: Math.max(before.producedPerSecond, measured.producedPerSecond),
          consumedPerSecond: Math.max(before.consumedPerSecond, measured.consumedPerSecond),
        });
      }
    }
  } finally {
    await broker.stop();
  }
  return [...best.values()];
}

async function measure(
  stream: MessageStream,
  options: StreamBenchmarkOptions,
): Promise<Omit<StreamBenchmarkRow, 'name'>> {
  const topic = `bench-${randomUUID()}`;
  await stream.ensureTopics([topic], partitions);
  const producer = await stream.producer();
  const values = ecgLikeValues();
  const produceStartMs = performance.now();
  for (let sent = 0; sent < options.messages; sent += options.batch) {
    await producer.send(
      topic,
      Array.from({ length: Math.min(options.batch, options.messages - sent) }, (_, index) => ({
        key: `patient-${(sent + index) % 64}`,
        value: values[(sent + index) % values.length] ?? new Uint8Array(),
      })),
    );
  }
  const produceMs = performance.now() - produceStartMs;
  const consumeMs = await consumeAll(stream, topic, options.messages);
  await stream.stop();
  return {
    producedPerSecond: (options.messages / produceMs) * 1000,
    consumedPerSecond: (options.messages / consumeMs) * 1000,
  };
}

/** From the assignment, not from the request to join, to the last message. */
async function consumeAll(stream: MessageStream, topic: string, messages: number): Promise<number> {
  let startMs = 0;
  let received = 0;
  await new Promise<void>((resolve, reject) => {
    stream
      .consume({
        groupId: randomUUID(),
        topics: [topic],
        from: 'earliest',
        onAssigned: () => {
          startMs = performance.now();
          return Promise.resolve();
        },
        onBatch: (batch) => {
          received += batch.messages.length;
          if (received >= messages) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  return performance.now() - startMs;
}

/** Smooth 16-bit samples with some noise: compressible as ECG is. */
function ecgLikeValues(): readonly Uint8Array[] {
  return Array.from({ length: 1024 }, (_, message) => {
    const samples = Int16Array.from(
      { length: messageBytes / 2 },
      (__, index) => 900 * Math.sin((index + message * 7) / 9) + 20 * Math.random(),
    );
    return new Uint8Array(samples.buffer);
  });
}

export const usage = `npm run bench -- stream [--messages 100000] [--batch 500] [--rounds 3] [--json]

Messages a second through Kafka with each codec, and in process, all in one run; the best of the rounds counts.`;

export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: {
      messages: { type: 'string', default: '100000' },
      batch: { type: 'string', default: '500' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const rows = await run({
    messages: Number(values.messages),
    batch: Number(values.batch),
    rounds: Number(values.rounds),
  });
  const [base] = rows;
  if (values.json || base === undefined) return rows;
  console.log(
    `${values.messages} messages of ${messageBytes} bytes, ${partitions} partitions, sends of ${values.batch}`,
  );
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.name,
        {
          'produced/s': Math.round(row.producedPerSecond),
          ratio: Number((row.producedPerSecond / base.producedPerSecond).toFixed(2)),
          'consumed/s': Math.round(row.consumedPerSecond),
          'ratio ': Number((row.consumedPerSecond / base.consumedPerSecond).toFixed(2)),
        },
      ]),
    ),
  );
  return rows;
}
