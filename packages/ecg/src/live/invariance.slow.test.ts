import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testSignal } from '../test-signal.ts';
import { newPipeline, packetsOf, restoredPipeline, run, startUs } from './test-packets.ts';

/** Digest of the exact bits: equal only for bit-identical values. */
function bitsOf(values: readonly unknown[]): string {
  const text = JSON.stringify(values, (_, value: unknown) =>
    ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')
      : value,
  );
  return createHash('sha256').update(text).digest('hex');
}

const packets = packetsOf(testSignal(30, 250).samples);
const inOrder = run(packets);

describe('a lead pipeline', { timeout: 60_000 }, () => {
  const rates = fc.constantFrom(128, 130, 250, 360, 1000 / 3);

  it('gives bit-identical beats, seconds and chunks for every split into packets', () => {
    const packetLengths = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rates, packetLengths, fc.nat(1e6), (samplingRateHz, lengths, offsetUs) => {
        const signal = testSignal(12, samplingRateHz).samples;
        const made = { samplingRateHz, firstSampleTimeUs: startUs + offsetUs };
        const expected = run(packetsOf(signal, { ...made, packetLengths: [64] }));
        expect(expected.beats.length).toBeGreaterThan(8);
        const { observations, chunks, events } = run(packetsOf(signal, { ...made, packetLengths: lengths }));
        expect(events).toEqual([]);
        expect(bitsOf(observations)).toBe(bitsOf(expected.observations));
        expect(bitsOf(chunks)).toBe(bitsOf(expected.chunks));
      }),
      { numRuns: 40 },
    );
  });

  it('gives bit-identical beats, seconds and chunks for any order within the window and with duplicates', () => {
    const delays = fc.array(fc.double({ min: 0, max: 5.9, noNaN: true }), {
      minLength: packets.length,
      maxLength: packets.length,
    });
    const copies = fc.array(fc.tuple(fc.nat(packets.length - 1), fc.nat(packets.length)), { maxLength: 30 });
    fc.assert(
      fc.property(delays, copies, (late, doubled) => {
        const arrivals = packets.map((packet, index) => ({ packet, at: index + late[index]! }));
        for (const [index, after] of doubled) {
          arrivals.push({ packet: packets[index]!, at: arrivals[index]!.at + after });
        }
        const { observations, chunks, events } = run(
          arrivals.toSorted((a, b) => a.at - b.at).map(({ packet }) => packet),
        );
        expect(bitsOf(observations)).toBe(bitsOf(inOrder.observations));
        expect(bitsOf(chunks)).toBe(bitsOf(inOrder.chunks));
        expect(events.filter(({ kind }) => kind === 'duplicate')).toHaveLength(doubled.length);
        expect(events.every(({ kind }) => kind === 'duplicate' || kind === 'reordered')).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('gives bit-identical output when the state is stored and restored at any point', () => {
    // Two packets wait and two are missing, so that every part of the state is in use.
    const eventful = packets.filter((_, index) => index !== 40 && index !== 41);
    [eventful[60], eventful[61], eventful[62]] = [eventful[61]!, eventful[62]!, eventful[60]!];
    const expected = run(eventful);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(eventful.length), { maxLength: 4 }), (stops) => {
        let pipeline = newPipeline();
        const outputs = eventful.map((packet, index) => {
          if (stops.includes(index)) pipeline = restoredPipeline(deserialize(serialize(pipeline.snapshot())));
          return pipeline.push(packet);
        });
        expect(bitsOf(outputs.flatMap(({ observations }) => observations))).toBe(
          bitsOf(expected.observations),
        );
        expect(bitsOf(outputs.flatMap(({ chunks }) => chunks))).toBe(bitsOf(expected.chunks));
        expect(outputs.flatMap(({ events }) => events)).toEqual(expected.events);
      }),
      { numRuns: 40 },
    );
  });
});
