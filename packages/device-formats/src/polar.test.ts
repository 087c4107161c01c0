import { decodePacket } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takePolar } from './intake.ts';

// A stamp that the PolarRecorder app wrote (its issue 7) while the phone's clock said 2025-08-14T18:14:12.690Z: the sensor's
// clock showed the time of Rome, two hours ahead.
const timeStamp = 808_517_651_478_952_192;
const localTimeUs = Date.UTC(2025, 7, 14, 20, 14, 11, 478) * 1000 + 952;
const batch = { patientId: 'p-1', deviceId: '8EFCBB21', timeStamp, samples: [-27, 12, 1500] };

describe('takePolar', () => {
  it('takes a batch of microvolts at 130 Hz, stamped at its last sample since 2000', () => {
    const [packet] = takePolar(batch).packets.map(({ value }) => decodePacket(value));
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

  it('takes the clock of a sensor that was set to local time for what it is', () => {
    const [packet] = takePolar({ ...batch, utcOffsetMinutes: 120 }).packets.map(({ value }) =>
      decodePacket(value),
    );
    expect(Math.abs(packet!.lastSampleTimeUs - (localTimeUs - 7200e6))).toBeLessThanOrEqual(2);
  });

  it('takes samples with a stamp each, as newer versions of the SDK and the PolarRecorder app give them', () => {
    const each = [-27, 12, 1500].map((voltage, index) => ({
      voltage,
      timeStamp: String(BigInt(timeStamp) - BigInt(2 - index) * 7_692_307n),
    }));
    const { patientId, deviceId } = batch;
    const expected = takePolar(batch);
    expect(takePolar({ patientId, deviceId, samples: each })).toEqual(expected);
    expect(takePolar([{ patientId, deviceId, phoneTimestamp: 1, dataType: 'ECG', data: each }])).toEqual(
      expected,
    );
  });

  it('takes large offsets without cutting them off', () => {
    const [packet] = takePolar({ ...batch, samples: [200_000, 200_100] }).packets.map(({ value }) =>
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
    expect(takePolar({ ...batch, ...change }).faults).toMatchObject([{ field, found }]);
  });

  it('never fails on any JSON: it names a fault', () => {
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
            const { packets, faults } = takePolar(sent);
            expect(packets.length + faults.length > 0 || (Array.isArray(sent) && sent.length === 0)).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
