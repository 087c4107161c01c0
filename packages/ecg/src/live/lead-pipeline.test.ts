import { serialize } from 'node:v8';
import { patientId, type Packet } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signalModels } from '../../../../test/stack/signal-models.ts';
import { testSignal } from '../test-signal.ts';
import { expectedBeats } from './expected-beats.ts';
import { beatsOf, type LeadOutput } from './output.ts';
import { newPipeline, packetsOf, restoredPipeline, run, startUs, source } from './test-packets.ts';

const kinds = ({ events }: LeadOutput): string[] => events.map(({ kind }) => kind);
const { samples, rPeakSeconds } = testSignal(30, 250);
const packets = packetsOf(samples);
const inOrder = run(packets);

describe('a lead in order', () => {
  it('gives one beat for each pair of successive R peaks, at their time', () => {
    expect(inOrder.events).toEqual([]);
    expect(inOrder.beats).toHaveLength(rPeakSeconds.length - 1);
    for (const [index, beat] of inOrder.beats.entries()) {
      const [from, to] = rPeakSeconds.slice(index) as [number, number];
      expect(beat).toMatchObject({ ...source, preprocessing: 'r-window-88-microvolts' });
      expect(Math.abs(beat.timeUs - startUs - from * 1e6)).toBeLessThan(9000);
      expect(Math.abs(beat.endTimeUs - startUs - to * 1e6)).toBeLessThan(9000);
      expect(beat.rrIntervalMs).toBe((beat.endTimeUs - beat.timeUs) / 1000);
      expect(beat.endTimeUs).toBe(inOrder.beats[index + 1]?.timeUs ?? beat.endTimeUs);
      expect(beat.samples).toHaveLength(88);
      expect(beat.precedingRrIntervalMs).toBe(inOrder.beats[index - 1]?.rrIntervalMs);
    }
  });

  it('outputs every sample once, in chunks of one second', () => {
    const pipeline = newPipeline();
    const { chunks } = run(packets.slice(0, 9), pipeline);
    const rest = pipeline.flush().chunks;
    expect([...chunks, ...rest].map((chunk) => chunk.samples.length)).toEqual([250, 250, 175]);
    expect([...chunks, ...rest].map((chunk) => chunk.firstSampleTimeUs - startUs)).toEqual([0, 1e6, 2e6]);
    expect([...chunks, ...rest].flatMap((chunk) => [...chunk.samples])).toEqual([...samples.slice(0, 675)]);
    expect(chunks[0]).toMatchObject({ ...source, samplingRateHz: 250, microvoltsPerCount: 5 });
    expect(pipeline.flush().chunks).toEqual([]);
  });

  it('cuts beats as in ECG5000 if a model needs it', () => {
    const { beats } = run(packets, newPipeline({ preprocessing: 'rr-140-zscore' }));
    expect(beats.map(({ timeUs }) => timeUs)).toEqual(inOrder.beats.map(({ timeUs }) => timeUs));
    for (const { preprocessing, samples: cut } of beats) {
      expect(preprocessing).toBe('rr-140-zscore');
      expect(cut).toHaveLength(140);
    }
  });

  it('judges each whole second and outputs it after the beats found in it', () => {
    const seconds = inOrder.observations.flatMap((seen) => (seen.kind === 'second' ? [seen.second] : []));
    expect(seconds.map(({ timeUs, endTimeUs }) => [timeUs - startUs, endTimeUs - startUs])).toEqual(
      Array.from({ length: 30 }, (_, second) => [second * 1e6, (second + 1) * 1e6]),
    );
    const whole = inOrder.chunks.filter((chunk) => chunk.samples.length === 250);
    expect(whole.map(({ quality }) => quality)).toEqual(
      seconds.map(({ qualityIndex, faults, fibrillationIndex }) => ({
        qualityIndex,
        faults,
        fibrillationIndex,
      })),
    );
    for (const { qualityIndex, fibrillationIndex } of seconds.slice(3)) {
      expect(qualityIndex).toBeGreaterThan(0.5);
      expect(fibrillationIndex).toBeLessThan(0.5);
    }
    let knownUs = 0;
    for (const seen of inOrder.observations) {
      if (seen.kind === 'second') knownUs = seen.second.endTimeUs;
      else expect(seen.beat.endTimeUs).toBeGreaterThan(knownUs - 2e6);
    }
  });

  it('gives the same beats offline', () => {
    expect(expectedBeats(packets, { models: signalModels })).toEqual(inOrder.beats);
  });
});

describe('a hole in the stream', () => {
  it('is reported with the number of lost packets, and no beat spans it', () => {
    const holed = run(packets.filter((_, index) => index < 40 || index > 42));
    const fromUs = packets[39]!.lastSampleTimeUs;
    const toUs = packets[42]!.lastSampleTimeUs + 4000;
    expect(holed.events).toEqual([{ kind: 'gap', fromUs: fromUs + 4000, timeUs: toUs, lostPackets: 3 }]);
    expect(holed.beats.length).toBeGreaterThan(inOrder.beats.length - 4);
    for (const { timeUs, endTimeUs } of holed.beats) expect(endTimeUs <= fromUs || timeUs >= toUs).toBe(true);
    for (const { firstSampleTimeUs, samples: held } of holed.chunks) {
      const lastUs = firstSampleTimeUs + (held.length - 1) * 4000;
      expect(lastUs <= fromUs || firstSampleTimeUs >= toUs).toBe(true);
    }
  });

  it('distinguishes a late packet from a duplicate', () => {
    const lost = packets[50];
    const pipeline = newPipeline();
    const arrived = packets.slice(0, 70).filter((packet) => packet !== lost);
    expect(kinds(run(arrived, pipeline))).toEqual(['gap']);
    const late = { kind: 'late', timeUs: lost!.lastSampleTimeUs, sequence: 50 };
    expect(pipeline.push(lost!)).toEqual({ chunks: [], observations: [], events: [late] });
    expect(kinds(pipeline.push(lost!))).toEqual(['duplicate']);
    expect(kinds(pipeline.push(packets[10]!))).toEqual(['duplicate']);
  });

  it('ends the wait at once if many packets are missing', () => {
    const pipeline = newPipeline();
    run(packets.slice(0, 20), pipeline);
    expect(pipeline.push(packets[60]!).events).toMatchObject([{ kind: 'gap', lostPackets: 40 }]);
  });
});

describe('a stream that is joined late', () => {
  it('keeps the first packets in whatever order they arrive', () => {
    const late = packets.slice(10);
    const shuffled = [late[2]!, late[0]!, late[1]!, ...late.slice(3)];
    const { chunks, events } = run(shuffled);
    expect(events).toEqual([]);
    expect(chunks).toEqual(run(late).chunks);
    expect(chunks[0]!.firstSampleTimeUs).toBe(startUs + 3e6);
  });
});

describe("a device's clock", () => {
  const shifted = (from: number, shiftUs: (index: number) => number): Packet[] =>
    packets.map((packet, index) => ({
      ...packet,
      lastSampleTimeUs: packet.lastSampleTimeUs + (index < from ? 0 : Math.round(shiftUs(index))),
    }));

  it.each([3_600_000_000, -45_000_000, 400_000])('restarts the detector when it jumps by %i us', (jumpUs) => {
    const output = run(shifted(50, () => jumpUs));
    expect(output.events).toMatchObject([{ kind: 'clock-jump', jumpUs }]);
    const last = output.beats.at(-1)!;
    expect(last.timeUs).toBe(inOrder.beats.at(-1)!.timeUs + jumpUs);
    for (const { timeUs, endTimeUs } of output.beats) expect(endTimeUs - timeUs).toBeLessThan(3_000_001);
  });

  it('moves no beat by more than 10 ms and causes no event when it jitters by 20 ms', () => {
    const output = run(shifted(0, (index) => (index === 0 ? 0 : 20_000 * Math.sin(index * 2.4))));
    expect(output.events).toEqual([]);
    expect(output.beats).toHaveLength(inOrder.beats.length);
    for (const [index, { timeUs }] of output.beats.entries()) {
      expect(Math.abs(timeUs - inOrder.beats[index]!.timeUs)).toBeLessThan(10_000);
    }
  });

  it('is followed to within 20 ms when it runs half a percent fast', () => {
    const output = run(shifted(0, (index) => index * 300_000 * 0.005));
    expect(output.events).toEqual([]);
    for (const [index, { timeUs }] of output.beats.entries()) {
      const plain = inOrder.beats[index]!.timeUs;
      expect(Math.abs(timeUs - (plain + (plain - startUs) * 0.005))).toBeLessThan(20_000);
    }
  });
});

describe('a device', () => {
  it('may restart and count from 0 again', () => {
    const again = packets.map((packet) => ({
      ...packet,
      lastSampleTimeUs: packet.lastSampleTimeUs + 60_000_000,
    }));
    const output = run([...packets, ...again]);
    const [last, first] = [packets.at(-1)!, again[0]!];
    expect(output.events).toEqual([
      { kind: 'restart', fromUs: last.lastSampleTimeUs + 4000, timeUs: first.lastSampleTimeUs - 74 * 4000 },
    ]);
    expect(output.beats).toHaveLength(2 * inOrder.beats.length);
  });

  it('continues when its counter wraps around', () => {
    const wrapped = packets.map((packet) => ({
      ...packet,
      sequence: (packet.sequence! + 2 ** 32 - 30) % 2 ** 32,
    }));
    const output = run(wrapped);
    expect(output.events).toEqual([]);
    expect(output.beats).toEqual(inOrder.beats);
  });

  it('restarts the detector when it changes its gain in mid-stream', () => {
    const louder = packets.slice(50).map((packet) => ({
      ...packet,
      microvoltsPerCount: 2.5,
      samples: packet.samples.map((count) => count * 2),
    }));
    const output = run([...packets.slice(0, 50), ...louder]);
    expect(output.events).toMatchObject([
      { kind: 'rate-change', samplingRateHz: 250, microvoltsPerCount: 2.5 },
    ]);
    expect(output.beats.length).toBeGreaterThan(inOrder.beats.length - 3);
    expect(new Set(output.chunks.map(({ microvoltsPerCount }) => microvoltsPerCount))).toEqual(
      new Set([5, 2.5]),
    );
  });

  it('restarts the detector at the new rate when it changes its rate in mid-stream', () => {
    const fromUs = packets[49]!.lastSampleTimeUs + 4000;
    const at500 = testSignal(15, 500);
    const faster = packetsOf(at500.samples, { samplingRateHz: 500, firstSampleTimeUs: fromUs }).map(
      (packet) => ({ ...packet, sequence: packet.sequence! + 50 }),
    );
    const output = run([...packets.slice(0, 50), ...faster]);
    expect(output.events).toMatchObject([
      { kind: 'rate-change', fromUs, timeUs: fromUs, samplingRateHz: 500 },
    ]);
    const after = output.beats.filter(({ timeUs }) => timeUs >= fromUs);
    expect(after).toHaveLength(at500.rPeakSeconds.length - 1);
    for (const [index, { timeUs }] of after.entries()) {
      expect(Math.abs(timeUs - fromUs - at500.rPeakSeconds[index]! * 1e6)).toBeLessThan(9000);
    }
    for (const chunk of output.chunks) {
      expect(chunk.samplingRateHz).toBe(chunk.firstSampleTimeUs < fromUs ? 250 : 500);
    }
  });
});

describe('a pause', () => {
  it('longer than three seconds gives a beat of its first three', () => {
    const pausing = testSignal(18, 250, [0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 5]);
    const { beats } = run(packetsOf(pausing.samples));
    const cut = beats.filter(({ rrIntervalMs }) => rrIntervalMs === 3000);
    expect(cut).toHaveLength(1);
    expect(Math.abs(cut[0]!.timeUs - startUs - pausing.rPeakSeconds[7]! * 1e6)).toBeLessThan(9000);
    expect(beats).toHaveLength(pausing.rPeakSeconds.length - 1);
  });
});

describe('the pipeline', () => {
  it('gives no beat on a flat line', () => {
    const { beats, chunks, events } = run(packetsOf(new Int16Array(5000).fill(300)));
    expect({ beats, events }).toEqual({ beats: [], events: [] });
    expect(chunks).toHaveLength(20);
  });

  it('keeps a state of less than 16 kB at 250 Hz', () => {
    const pipeline = newPipeline();
    run(packets, pipeline);
    expect(serialize(pipeline.snapshot()).byteLength).toBeLessThan(16_384);
  });

  it('shares no state with its snapshots', () => {
    const pipeline = newPipeline();
    const first = run(packets.slice(0, 50), pipeline);
    const snapshot = pipeline.snapshot();
    const rest = run(packets.slice(50), pipeline);
    expect([...first.beats, ...rest.beats]).toEqual(inOrder.beats);
    expect(run(packets.slice(50), restoredPipeline(snapshot)).beats).toEqual(rest.beats);
  });

  it('refuses a packet of another patient and a snapshot of an unknown version', () => {
    const pipeline = newPipeline();
    pipeline.push(packets[0]!);
    expect(() => pipeline.push({ ...packets[1]!, patientId: patientId('other') })).toThrow(
      'packet: found patient other, device d, lead II, expected patient p, device d, lead II',
    );
    expect(() => restoredPipeline({ version: 0 })).toThrow(
      'snapshot: found an unknown version, expected version 5 to 9',
    );
  });

  it('accepts any sequence of packets', () => {
    const packet = fc.record({
      sequence: fc.option(fc.oneof(fc.nat(12), fc.integer({ min: 0, max: 2 ** 32 - 1 })), { nil: -1 }),
      arrivalMs: fc.option(fc.nat(1e6), { nil: -1 }),
      late: fc.boolean(),
      samplingRateHz: fc.constantFrom(50, 250, 2000),
      lastSampleTimeUs: fc.integer({ min: 1e15, max: 1e15 + 1e8 }),
      microvoltsPerCount: fc.constantFrom(1e-6, 5, 1000),
      samples: fc.int16Array({ minLength: 1, maxLength: 600 }),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 60 }), (all) => {
        const pipeline = newPipeline();
        const pushed = all.map(({ sequence, arrivalMs, late, ...any }) =>
          pipeline.push(
            {
              ...source,
              ...any,
              ...(sequence >= 0 && { sequence }),
              ...(late && { late: true }),
            },
            arrivalMs < 0 ? undefined : 1e15 + arrivalMs * 1000,
          ),
        );
        const outputs = [...pushed, pipeline.flush()];
        for (const beat of beatsOf(outputs.flatMap(({ observations }) => observations))) {
          expect(beat.samples.every(Number.isFinite)).toBe(true);
          expect(beat.rrIntervalMs).toBeGreaterThanOrEqual(100);
          expect(beat.rrIntervalMs).toBeLessThanOrEqual(3000);
        }
        const sampleCount = outputs
          .flatMap(({ chunks }) => chunks)
          .reduce((sum, chunk) => sum + chunk.samples.length, 0);
        expect(sampleCount).toBeLessThanOrEqual(all.reduce((sum, any) => sum + any.samples.length, 0));
      }),
    );
  });
});
