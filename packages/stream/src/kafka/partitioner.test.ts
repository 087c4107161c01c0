import fc from 'fast-check';
import type { PartitionMetadata } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { kafkajs } from './kafkajs.ts';
import { byKey, murmur2 } from './partitioner.ts';

const partitionMetadata = Array.from({ length: 6 }, (_, partitionId): PartitionMetadata => ({
  partitionErrorCode: 0,
  partitionId,
  leader: 1,
  replicas: [1],
  isr: [1],
}));

describe('the partition of a key', () => {
  // Kafka's own: UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
    // kafka-clients 4.4.0, Utils.murmur2.
    ['', 275646681],
    ['💓é', -945443529],
  ])('is by the hash that Kafka has: %s', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('is found for a key of almost a megabyte, on which kafkajs takes minutes', () => {
    expect(murmur2(Buffer.alloc(900_000, 'k'))).toBe(-1138117359);
  });

  it('is the one that kafkajs chooses, for every key', () => {
    const ours = byKey();
    const theirs = kafkajs.Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const message = { key: Buffer.from(bytes), value: null };
        const args = { topic: 't', partitionMetadata, message };
        expect(ours(args)).toBe(theirs(args));
      }),
    );
  });

  it('is that of the bytes that a view shows', () => {
    const bytes = Buffer.from('xxabcxx');
    expect(murmur2(bytes.subarray(2, 5))).toBe(479470107);
  });
});
