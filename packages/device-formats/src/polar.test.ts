import { decodePacket, missingSample } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPolar } from './read-post.ts';

// A stamp that the PolarRecorder app wrote (its issue 7) while the phone's clock said 2025-08-14T18:14:12.690Z: the sensor's
// clock showed the time of Rome, two hours ahead.
const timeStamp = 808_517_651_478_952_192;
const localTimeUs = Date.UTC(2025, 7, 14, 20, 14, 11, 478) * 1000 + 952;
const batch = { patientId: 'p-1', deviceId: '8EFCBB21', timeStamp, samples: [-27, 12, 1500] };

describe('readPolar', () => {
  it('reads a batch of microvolts at 130 Hz, with the time of its last sample since 2000', () => {
    const [packet] = readPolar(batch).packets.map(({ value }) => decodePacket(value));
    expect(packet).toEqual({
      patientId: 'p-1',
      deviceId: '8EFCBB21',
      lead: 'ECG',
      samplingRateHz: 130,
      microvoltsPerCount: 1,
      lastSampleTimeUs: packet!.lastSampleTimeUs,
      samples: Int16Array.of(-27, 12, 1500),
    });
    // A number in JSON holds such a stamp to 128 ns; two roundings to microseconds.
    expect(Math.abs(packet!.lastSampleTimeUs - localTimeUs)).toBeLessThanOrEqual(2);
  });

  it('corrects the clock of a sensor that was set to local time', () => {
    const [packet] = readPolar({ ...batch, utcOffsetMinutes: 120 }).packets.map(({ value }) =>
      decodePacket(value),
    );
    expect(Math.abs(packet!.lastSampleTimeUs - (localTimeUs - 7200e6))).toBeLessThanOrEqual(2);
  });

  it('reads samples with a time each, as newer versions of the SDK and the PolarRecorder app write them', () => {
    const each = [-27, 12, 1500].map((voltage, index) => ({
      voltage,
      timeStamp: String(BigInt(timeStamp) - BigInt(2 - index) * 7_692_307n),
    }));
    const { patientId, deviceId } = batch;
    const expected = readPolar(batch);
    expect(readPolar({ patientId, deviceId, samples: each })).toEqual(expected);
    expect(readPolar([{ patientId, deviceId, phoneTimestamp: 1, dataType: 'ECG', data: each }])).toEqual(
      expected,
    );
  });

  it('reads large offsets without clipping', () => {
    const [packet] = readPolar({ ...batch, samples: [200_000, 200_100] }).packets.map(({ value }) =>
      decodePacket(value),
    );
    expect([...packet!.samples].map((count) => count * packet!.microvoltsPerCount)).toEqual([
      200_000, 200_100,
    ]);
  });

  it.each([
    [{ samples: [] }, 'samples', 'an array of 0'],
    [{ samples: [1, 'x'] }, 'samples[1]', '"x"'],
    [{ samples: [{ voltage: 'x' }] }, 'samples[0].voltage', '"x"'],
    [{ timeStamp: undefined }, 'timeStamp', 'nothing'],
    [{ samplingRateHz: 0 }, 'samples', '0 Hz'],
    [{ deviceId: 5 }, 'deviceId', '5'],
    [{ utcOffsetMinutes: 1000 }, 'utcOffsetMinutes', '1000'],
  ])('names what is wrong with %j', (change, field, found) => {
    expect(readPolar({ ...batch, ...change }).faults).toMatchObject([{ field, found }]);
  });

  it('leaves a gap for a sample that is null', () => {
    const { packets } = readPolar({ ...batch, samples: [1, null, 3] });
    expect([...decodePacket(packets[0]!.value).samples]).toEqual([1, missingSample, 3]);
  });

  it('reads any JSON or names a fault', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(...Object.keys(batch), 'data', 'lead', 'samplingRateHz'),
        fc.oneof(
          fc.jsonValue(),
          fc.array(fc.oneof(fc.double(), fc.record({ voltage: fc.double(), timeStamp: fc.double() }))),
        ),
        (body, key, value) => {
          for (const sent of [body, { ...batch, [key]: value }]) {
            const { packets, faults } = readPolar(sent);
            expect(packets.length + faults.length > 0 || (Array.isArray(sent) && sent.length === 0)).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
