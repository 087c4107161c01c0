import fc from 'fast-check';
import type { Packet } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { testSignal } from '../test-signal.ts';
import { newPipeline, packetsOf, run, startUs } from './test-packets.ts';

const withoutNumbers = (packets: readonly Packet[]): Packet[] =>
  packets.map(({ sequence: _, ...packet }) => packet);
const numbered = packetsOf(testSignal(30, 250).samples);
const packets = withoutNumbers(numbered);
const expected = run(numbered);

describe('packets without numbers', { timeout: 60_000 }, () => {
  it('give the same as numbered ones if they are in order', () => {
    const output = run(packets);
    expect(output.events).toEqual([]);
    expect(output.observations).toEqual(expected.observations);
    expect(output.chunks).toEqual(expected.chunks);
  });

  it('give the same in any order within the window, with duplicates, for lengths from 0.12 s on', () => {
    const lengths = fc.array(fc.integer({ min: 30, max: 80 }), { minLength: 1, maxLength: 4 });
    const delays = fc.array(fc.double({ min: 0, max: 3.9, noNaN: true }), { minLength: 70, maxLength: 70 });
    const copies = fc.array(fc.tuple(fc.nat(20), fc.nat(8)), { maxLength: 20 });
    fc.assert(
      fc.property(lengths, delays, copies, (packetLengths, late, doubled) => {
        const inOrder = packetsOf(testSignal(8, 250).samples, { packetLengths });
        const arrivals = withoutNumbers(inOrder).map((packet, index) => ({
          packet,
          at: index + late[index]!,
        }));
        for (const [index, after] of doubled) {
          arrivals.push({ packet: arrivals[index]!.packet, at: arrivals[index]!.at + after });
        }
        const pipeline = newPipeline();
        const shuffled = run(
          arrivals.toSorted((a, b) => a.at - b.at).map(({ packet }) => packet),
          pipeline,
        );
        const rest = pipeline.flush();
        const plain = newPipeline();
        const whole = run(inOrder, plain);
        expect([...shuffled.observations, ...rest.observations]).toEqual(whole.observations);
        expect([...shuffled.chunks, ...rest.chunks]).toEqual([...whole.chunks, ...plain.flush().chunks]);
      }),
      { numRuns: 40 },
    );
  });

  it('join despite 20 ms of jitter', () => {
    const jittering = packets.map((packet, index) => ({
      ...packet,
      lastSampleTimeUs: packet.lastSampleTimeUs + Math.round(20_000 * Math.sin(index * 2.4)),
    }));
    expect(run(jittering).events).toEqual([]);
  });

  it('leave a gap of an unknown number of packets if some are missing', () => {
    const output = run(packets.filter((_, index) => index < 40 || index > 42));
    expect(output.events).toEqual([{ kind: 'gap', fromUs: startUs + 12e6, timeUs: startUs + 12.9e6 }]);
    expect(output.beats.length).toBeGreaterThan(expected.beats.length - 4);
  });

  it('are late after their gap was closed, and duplicates the second time', () => {
    const missing = packets.slice(40, 60);
    const pipeline = newPipeline();
    run(
      packets.filter((packet) => !missing.includes(packet)),
      pipeline,
    );
    const late = run(missing, pipeline);
    const rest = pipeline.flush();
    expect(new Set(late.events.map(({ kind }) => kind))).toEqual(new Set(['late']));
    const samples = [...late.chunks, ...rest.chunks].filter(
      ({ firstSampleTimeUs }) => firstSampleTimeUs >= startUs + 12e6 && firstSampleTimeUs < startUs + 18e6,
    );
    expect(samples.reduce((sum, chunk) => sum + chunk.samples.length, 0)).toBe(20 * 75);
    expect(new Set(run(missing, pipeline).events.map(({ kind }) => kind))).toEqual(new Set(['duplicate']));
  });

  it('begin with the second packet if each is ten seconds long', () => {
    const long = withoutNumbers(
      packetsOf(testSignal(60, 130).samples, { samplingRateHz: 130, packetLengths: [1300] }),
    );
    const pipeline = newPipeline();
    expect(pipeline.push(long[0]!).chunks).toEqual([]);
    expect(pipeline.push(long[1]!).chunks).toHaveLength(20);
    expect(pipeline.push(long[2]!).chunks).toHaveLength(10);
  });
});
