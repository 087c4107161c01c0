import type { PacketPart } from '@beatwatch/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packParts, unpackParts } from './packet-parts.ts';

const timeUs = fc.integer({ min: 1e15, max: 9e15 });
const part: fc.Arbitrary<PacketPart> = fc
  .record({
    number: fc.integer({ min: 0, max: 9e12 }),
    lastSampleTimeUs: fc.integer({ min: -9e15, max: 9e15 }),
    sampleCount: fc.integer({ min: 1, max: 20_000 }),
    from: fc.integer({ min: 0, max: 20_000 }),
    count: fc.integer({ min: 1, max: 2000 }),
    sequence: fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { nil: undefined }),
    arrivalMs: fc.option(fc.integer({ min: 1, max: 4e12 }), { nil: undefined }),
    late: fc.boolean(),
  })
  .map(({ number, lastSampleTimeUs, sampleCount, from, count, sequence, arrivalMs, late }) => ({
    origin: {
      number,
      lastSampleTimeUs,
      sampleCount,
      ...(sequence !== undefined && { sequence }),
      ...(arrivalMs !== undefined && { arrivalUs: arrivalMs * 1000 }),
      ...(late && { late: true as const }),
    },
    from,
    count,
  }));

it('gives the parts of packets again, whatever their clocks say', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), timeUs, (parts, firstUs) => {
      expect(unpackParts(packParts(parts, firstUs), firstUs)).toEqual(parts);
    }),
  );
});

it('takes some dozen bytes for a second of packets of 0.3 s', () => {
  const startUs = 1_780_000_000_000_000;
  const parts = Array.from({ length: 4 }, (_, index) => ({
    origin: {
      number: 1_780_000_000_123 + 2 * index,
      sequence: 70_000 + index,
      sampleCount: 75,
      lastSampleTimeUs: startUs + index * 300_000,
      arrivalUs: startUs + index * 300_000 + 250_000,
    },
    from: 0,
    count: 75,
  }));
  expect(packParts(parts, startUs).length).toBeLessThan(64);
});

it('refuses bytes that end within a number', () => {
  expect(() => unpackParts(Uint8Array.of(0, 200), 0)).toThrow('waveform.packets end within a number');
});
