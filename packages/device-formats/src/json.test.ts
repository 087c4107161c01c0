import { decodePacket, encodePacket, missingSample, type Packet } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson, readProtobuf } from './read-post.ts';

const good = {
  patientId: 'p-1',
  deviceId: 'd-1',
  lead: 'II',
  sequence: 7,
  samplingRateHz: 250,
  lastSampleTimeUs: 1_750_000_000_000_000,
  microvoltsPerCount: 5,
  samples: [1, -2, 32_767],
};
const packetsOf = (body: unknown): Packet[] => readJson(body).packets.map(({ value }) => decodePacket(value));

describe('readJson', () => {
  it('reads a packet, or an array of packets', () => {
    const expected = { ...good, samples: Int16Array.from(good.samples) };
    expect(packetsOf(good)).toEqual([expected]);
    expect(packetsOf([good, { ...good, late: true }])).toEqual([expected, { ...expected, late: true }]);
    expect(readJson(good).packets[0]!.patientId).toBe('p-1');
  });

  it('reads 64-bit numbers and bytes of the JSON mapping of Protobuf', () => {
    const mapped = { ...good, lastSampleTimeUs: '1750000000000000', samples: 'AQD+//9/' };
    expect(packetsOf(mapped)).toEqual(packetsOf(good));
  });

  it('reads what a device says beside its samples', () => {
    const report = {
      batteryPercent: 0,
      absence: 'not-worn',
      activity: 'still',
      posture: 'left-side',
      pacingPulsesUs: [0, 8000],
    } as const;
    expect(packetsOf({ ...good, report })[0]!.report).toEqual(report);
    expect(packetsOf({ ...good, report: {} })[0]!.report).toEqual({});
    expect(packetsOf(good)[0]).not.toHaveProperty('report');
  });

  it.each([
    [{ batteryPercent: 255 }, 'report.batteryPercent', 'a whole number from 0 to 100'],
    [{ batteryPercent: 50.5 }, 'report.batteryPercent', 'a whole number from 0 to 100'],
    [{ absence: 'gone' }, 'report.absence', 'one of out-of-range, not-worn'],
    [{ posture: 'headstand' }, 'report.posture', 'one of upright, sitting'],
    [{ pacingPulsesUs: [4000, 12_001] }, 'report.pacingPulsesUs[1]', 'a number from 0 to 12000'],
    [{ pacingPulsesUs: [4000, 1000] }, 'report.pacingPulsesUs[1]', 'pulses in order of time'],
    [{ pacingPulsesUs: [0.5] }, 'report.pacingPulsesUs[0]', 'a whole number of microseconds from 0'],
    [{ charge: 7 }, 'report.charge', 'one of batteryPercent'],
  ])('names what is wrong with a report: %j', (report, field, expected) => {
    expect(readJson({ ...good, report }).faults).toEqual([
      expect.objectContaining({ field, expected: expect.stringContaining(expected) as string }),
    ]);
  });

  it('reads packets of devices that do not count', () => {
    const { sequence, ...rest } = good;
    expect(sequence).toBe(7);
    expect(packetsOf(rest)[0]).not.toHaveProperty('sequence');
  });

  it('names what is wrong with each part, and accepts the others', () => {
    const { packets, faults } = readJson([
      good,
      { ...good, samplingRateHz: 7 },
      { ...good, samples: [1, 40_000] },
      { ...good, patientId: undefined },
      good,
    ]);
    expect(packets).toHaveLength(2);
    expect(faults).toEqual([
      { index: 1, field: 'samplingRateHz', found: '7', expected: 'a number from 50 to 2000' },
      { index: 2, field: 'samples[1]', found: '40000', expected: 'a whole number from -32768 to 32767' },
      {
        ...{ index: 3, field: 'deviceId', unpairedDevice: 'd-1' },
        found: expect.stringContaining('which no patient wore') as string,
        expected: expect.stringContaining('a patientId, or a device that is paired') as string,
      },
    ]);
  });

  it.each([
    [{ sequnce: 1 }, 'sequnce', 'a field of this name'],
    [{ sequence: -1 }, 'sequence', '-1'],
    [{ sequence: 2 ** 32 }, 'sequence', '4294967296'],
    [{ lastSampleTimeUs: 1.5e15 + 0.5 }, 'lastSampleTimeUs', '1500000000000000.5'],
    [{ lastSampleTimeUs: 1_750_000_000 }, 'lastSampleTimeUs', '1750000000'],
    [{ lastSampleTimeUs: 1_750_000_000_000 }, 'lastSampleTimeUs', '1750000000000'],
    [{ lastSampleTimeUs: '17e14' }, 'lastSampleTimeUs', '"17e14"'],
    [{ lead: 'II\0' }, 'lead', '"II\\u0000"'],
    [{ lead: 'II\ud800' }, 'lead', '"II\\ud800"'],
    [{ patientId: 'p\0' }, 'patientId', '"p\\u0000"'],
    [{ deviceId: 'd\udc00' }, 'deviceId', '"d\ufffd"'],
    [{ samples: [] }, 'samples.length', '0'],
    [{ samples: 'AQI' + '=' }, undefined, undefined],
    [{ samples: 'AQ==' }, 'samples', '1 bytes'],
    [{ samples: '§' }, 'samples', '"§"'],
    [{ samples: 5 }, 'samples', '5'],
    [{ late: 'yes' }, 'late', '"yes"'],
    [{ deviceId: 'two words' }, 'deviceId', '"two words"'],
  ])('names the field of %j', (change, field, found) => {
    const { faults } = readJson({ ...good, ...change });
    expect(faults[0]?.field).toBe(field);
    expect(faults[0]?.found).toBe(found);
  });

  it('reads any packet of the contract without a change', () => {
    const packet = fc.record({
      patientId: fc.constantFrom('a', 'b:1'),
      deviceId: fc.constant('d'),
      lead: fc.constantFrom('II', 'ECG'),
      sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      samplingRateHz: fc.double({ min: 50, max: 2000, noNaN: true }),
      lastSampleTimeUs: fc.integer({ min: 1e15, max: 9e15 - 1 }),
      microvoltsPerCount: fc.double({ min: 1e-6, max: 1000, noNaN: true }),
      samples: fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1 }),
    });
    fc.assert(
      fc.property(packet, (value) => {
        const [taken] = packetsOf(JSON.parse(JSON.stringify(value)));
        expect(taken).toEqual({ ...value, samples: Int16Array.from(value.samples) });
        expect(readProtobuf(encodePacket(taken!)).packets[0]!.value).toEqual(
          readJson(value).packets[0]!.value,
        );
      }),
    );
  });

  it('takes null for a missing sample', () => {
    const [taken] = packetsOf({ ...good, samples: [1, null, null, 4] });
    expect([...taken!.samples]).toEqual([1, missingSample, missingSample, 4]);
  });

  it('refuses packets of an array that lie over each other, unless their device counts them', () => {
    const { sequence: _, ...unnumbered } = good as Record<string, unknown>;
    const samples = [1, 2, 3, 4];
    const over = [
      { ...unnumbered, samples },
      { ...unnumbered, samples: [5, 6, 7, 8] },
      { ...unnumbered, samples },
    ];
    const { packets, faults } = readJson(over);
    expect(packets).toHaveLength(2);
    expect(faults).toMatchObject([
      { index: 1, field: 'time', expected: 'parts of one lead that do not overlap' },
    ]);
    expect(readJson(over.map((packet, sequence) => ({ ...packet, sequence }))).faults).toEqual([]);
  });

  it('reads any JSON or names a fault', () => {
    const field = fc.constantFrom(...Object.keys(good), 'other');
    fc.assert(
      fc.property(fc.jsonValue(), field, fc.jsonValue(), (body, key, value) => {
        for (const sent of [body, { ...good, [key]: value }]) {
          for (const fault of readJson(sent).faults) {
            expect(fault.field === '' || fault.found === '' || fault.expected === '').toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('readProtobuf', () => {
  it('refuses what the contract refuses', () => {
    expect(readProtobuf(Uint8Array.of(255, 1)).faults).toEqual([
      {
        field: 'Packet',
        found: '2 bytes that do not decode',
        expected: 'a Protobuf message beatwatch.v1.Packet',
      },
    ]);
    expect(readProtobuf(new Uint8Array()).faults[0]).toMatchObject({ field: 'samples.length', found: '0' });
  });
});
