import { gzipSync } from 'node:zlib';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import './kafkajs.ts';
import { readRecordBatches, type FetchedRecord } from './record-batches.ts';

interface KafkaJsEncoder {
  readonly buffer: Buffer;
}
const require = createRequire(import.meta.url);
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (options: object) => Promise<KafkaJsEncoder>;
};
const Record = require('kafkajs/src/protocol/recordBatch/record/v0') as (fields: object) => KafkaJsEncoder;
const decodeMessages = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages') as (
  decoder: object,
) => Promise<FetchedRecord[]>;
const Decoder = require('kafkajs/src/protocol/decoder') as new (buffer: Buffer) => object;

interface Message {
  readonly key?: string;
  readonly value?: Buffer;
  readonly headers?: object;
}

/** A batch as kafkajs writes it, whose records then become `body`. */
async function batchOf(
  firstOffset: number,
  messages: readonly Message[],
  changed: { readonly body?: Buffer; readonly codec?: number; readonly count?: number } = {},
): Promise<Buffer> {
  const { buffer } = await RecordBatch({
    firstOffset,
    firstTimestamp: 1_700_000_000_000,
    maxTimestamp: 1_700_000_000_500,
    lastOffsetDelta: messages.length - 1,
    records: messages.map(({ key = 'p-1', value = Buffer.from('v'), headers = {} }, offsetDelta) =>
      Record({ offsetDelta, timestampDelta: offsetDelta, key: Buffer.from(key), value, headers }),
    ),
  });
  const { body = buffer.subarray(61), codec = 0, count = messages.length } = changed;
  const batch = Buffer.concat([buffer.subarray(0, 61), body]);
  batch.writeInt32BE(batch.byteLength - 12, 8);
  batch.writeInt16BE(codec, 21);
  batch.writeInt32BE(count, 57);
  return batch;
}

const three: readonly Message[] = [{ key: 'a' }, { key: 'b', value: Buffer.alloc(0) }, { key: 'c' }];
const offsetsOf = (records: readonly FetchedRecord[]): string[] => records.map(({ offset }) => offset);

describe('the batches of a fetch', () => {
  it('are read as they were written, with or without compression and headers', async () => {
    const plain = await batchOf(41, [...three, { headers: { trace: 'x' } }]);
    const packed = await batchOf(45, three, {
      body: gzipSync((await batchOf(45, three)).subarray(61)),
      codec: 1,
    });
    const records = await readRecordBatches(Buffer.concat([plain, packed]));
    expect(offsetsOf(records)).toEqual(['41', '42', '43', '44', '45', '46', '47']);
    expect(records.map(({ key }) => key?.toString())).toEqual(['a', 'b', 'c', 'p-1', 'a', 'b', 'c']);
    expect(records.map(({ value }) => value?.toString())).toEqual(['v', '', 'v', 'v', 'v', '', 'v']);
    expect(records[2]?.timestamp).toBe('1700000000002');
    expect(records.some(({ damaged }) => damaged !== undefined)).toBe(false);
  });

  it.each([
    ['cannot be decompressed', { body: Buffer.from('no gzip at all'), codec: 1 }],
    ['has a codec that nobody knows', { codec: 6 }],
    ['grows beyond all measure', { body: gzipSync(Buffer.alloc(20_000_000)), codec: 1 }],
    ['has fewer records than it says', { count: 2_000_000_000 }],
    ['has a negative number of records', { count: -7 }],
    ['ends within a record', { body: Buffer.from([200, 1, 0, 0, 0]), count: 1 }],
  ])('give one record for a batch that %s, and go on after it', async (_name, changed) => {
    const damaged = await batchOf(3, three, changed);
    const bytes = Buffer.concat([await batchOf(0, three), damaged, await batchOf(6, three)]);
    const records = await readRecordBatches(bytes);
    expect(offsetsOf(records)).toEqual(['0', '1', '2', '5', '6', '7', '8']);
    expect(records[3]).toMatchObject({ key: null, isControlRecord: false });
    expect(records[3]?.damaged).toEqual(expect.any(String));
    expect(records[3]?.value).toEqual(damaged.subarray(61));
  });

  it('reach kafkajs in the place of its own decoder', async () => {
    const batch = await batchOf(9, three, { body: Buffer.from('no gzip at all'), codec: 1 });
    const size = Buffer.alloc(4);
    size.writeInt32BE(batch.byteLength);
    const records = await decodeMessages(new Decoder(Buffer.concat([size, batch])));
    expect(records).toMatchObject([{ offset: '11', damaged: expect.any(String) as string }]);
  });

  it('take no time for headers', async () => {
    const headers = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`h${index}`, '']));
    const startedMs = performance.now();
    const records = await readRecordBatches(await batchOf(0, [{ headers }, {}]));
    expect(offsetsOf(records)).toEqual(['0', '1']);
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });

  it('end where the last one is cut off', async () => {
    const whole = await batchOf(0, three);
    const next = await batchOf(3, three);
    expect(offsetsOf(await readRecordBatches(Buffer.concat([whole, next.subarray(0, -1)])))).toEqual([
      '0',
      '1',
      '2',
    ]);
  });

  it('are read or given up, whatever the bytes, and never for ever', async () => {
    const batch = await batchOf(100, three);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(batch.byteLength - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const bytes = Buffer.from(batch);
          for (const [at, value] of changes) bytes[at] = value;
          for (const { offset } of await readRecordBatches(bytes)) expect(offset).toMatch(/^-?\d+$/);
        },
      ),
    );
  });
});
