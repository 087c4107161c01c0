import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceId, patientId } from '../ids.ts';
import { signalFaults, type Observation, type Packet } from '../messages.ts';
import { decodeObservation, encodeObservation, generalObservationBytes } from './observation.ts';
import { decodePacket, encodePacket, generalPacket } from './packet.ts';
import { plainObservationBytes } from './plain-observation.ts';
import { plainPacket } from './plain-packet.ts';

const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

/** A value without its fields that are undefined. */
const present = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;

const patient = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/).map(patientId);
const device = fc.constant(deviceId('dev-1'));
const lead = fc.oneof(
  fc.constantFrom('II', 'V1'),
  fc.string({ minLength: 1, maxLength: 16, unit: 'grapheme' }),
);
const timeUs = fc.integer({ min: 1e15, max: 9e15 - 1 });
const lateMark = optional(fc.constant(true as const));

const packet: fc.Arbitrary<Packet> = fc
  .record({
    patientId: patient,
    deviceId: device,
    lead: lead.filter((text) => text.length <= 16 && !(text in {})),
    sequence: optional(fc.nat(0xffff_ffff)),
    samplingRateHz: fc.double({ min: 50, max: 2000, noNaN: true }),
    lastSampleTimeUs: fc.oneof(timeUs, fc.integer({ min: 1 - 9e15, max: 1e15 })),
    microvoltsPerCount: fc.double({ min: 1e-3, max: 1000, noNaN: true }),
    samples: fc.int16Array({ minLength: 1, maxLength: 200 }),
    late: lateMark,
  })
  .map(present) as fc.Arbitrary<Packet>;

/** The result of a decoder, or why it refuses. */
function outcome(decode: () => unknown): unknown {
  try {
    return { value: decode() };
  } catch (error) {
    return { refused: String(error) };
  }
}

describe('a packet that is decoded without a message object', () => {
  it('is what the general decoder gives, in the order of its fields too', () => {
    fc.assert(
      fc.property(packet, (value) => {
        const bytes = encodePacket(value);
        const plain = plainPacket(bytes);
        const isAscii = /^[\0-\x7f]*$/.test(value.lead);
        expect(plain === undefined).toBe(!isAscii || value.lastSampleTimeUs < 0);
        expect(decodePacket(bytes)).toEqual(generalPacket(bytes));
        expect(Object.keys(decodePacket(bytes))).toEqual(Object.keys(generalPacket(bytes)));
      }),
    );
  });

  it.each([
    ['samplingRateHz', [49.999, 50, 2000, 2000.001]],
    ['microvoltsPerCount', [9.99e-7, 1e-6, 1000, 1000.001]],
    ['lastSampleTimeUs', [9e15 - 1, 9e15]],
    ['samples', [0, 1, 20_000, 20_001].map((length) => new Int16Array(length))],
  ] as const)('is taken within the limits of %s alone, as by the general decoder', (field, values) => {
    const usual: Packet = {
      patientId: patientId('p-1'),
      deviceId: deviceId('dev-1'),
      lead: 'II',
      sequence: 7,
      samplingRateHz: 250,
      lastSampleTimeUs: 1_780_000_000_000_000,
      microvoltsPerCount: 5,
      samples: Int16Array.of(1, 2, 3),
    };
    const outcomes = values.map((value) => {
      const bytes = encodePacket({ ...usual, [field]: value });
      expect(outcome(() => decodePacket(bytes))).toEqual(outcome(() => generalPacket(bytes)));
      return plainPacket(bytes) !== undefined;
    });
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
  });

  it('is read or refused as by the general decoder, whatever bytes come', () => {
    const change = fc.record({
      at: fc.nat(400),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(0x0a, 0x12, 0x1a, 0x20, 0x29, 0x30, 0x42, 0x48, 0x50)),
      how: fc.constantFrom('replace', 'insert', 'cut', 'repeat'),
    });
    fc.assert(
      fc.property(packet, fc.array(change, { minLength: 1, maxLength: 3 }), (value, changes) => {
        let bytes = [...encodePacket({ ...value, samples: value.samples.subarray(0, 9) })];
        for (const { at, byte, how } of changes) {
          const place = at % (bytes.length + 1);
          if (how === 'replace') bytes[place] = byte;
          else if (how === 'insert') bytes.splice(place, 0, byte);
          else if (how === 'cut') bytes = bytes.slice(0, place);
          else bytes = [...bytes, ...bytes.slice(place)];
        }
        const changed = Uint8Array.from(bytes);
        expect(outcome(() => decodePacket(changed))).toEqual(outcome(() => generalPacket(changed)));
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps no hold of the bytes it came from', () => {
    const bytes = encodePacket({ ...samplePacket, samples: Int16Array.of(1, -2, 300) });
    const { samples } = decodePacket(bytes);
    bytes.fill(0);
    expect([...samples]).toEqual([1, -2, 300]);
  });
});

const samplePacket: Packet = {
  patientId: patientId('p-1'),
  deviceId: deviceId('dev-1'),
  lead: 'II',
  samplingRateHz: 250,
  lastSampleTimeUs: 1_700_000_000_000_000,
  microvoltsPerCount: 5,
  samples: Int16Array.of(1),
};

const shared = {
  patientId: patient,
  deviceId: device,
  lead: lead,
  timeUs,
  endTimeUs: timeUs,
  late: lateMark,
};
const index = optional(fc.nat(0xffff_ffff));
const beat = fc.record({
  ...shared,
  rrIntervalMs: fc.double({ min: 100, max: 10_000, noNaN: true }),
  precedingRrIntervalMs: optional(fc.double({ min: 100, max: 10_000, noNaN: true })),
  preprocessing: fc.constantFrom('rr-140-zscore', 'r-window-88-microvolts'),
  samples: fc.float32Array({ maxLength: 140, noNaN: true }),
  referenceLabel: optional(fc.constantFrom('N', 'V', 'é')),
  axis: index,
});
const second = fc.record({
  ...shared,
  qualityIndex: fc.double({ min: 0, max: 1, noNaN: true }),
  faults: fc.array(fc.constantFrom(...signalFaults), { maxLength: 4 }),
  fibrillationIndex: fc.constantFrom(0, -0, 0.25),
  rhythmMeasures: optional(fc.array(fc.float({ noNaN: true }), { minLength: 6, maxLength: 6 })),
  qrsShare: optional(fc.float({ min: 0, max: 10, noNaN: true })),
  axis: index,
  shiftUs: optional(fc.integer({ min: -1e12, max: 1e12 })),
  behindLogUs: optional(fc.integer({ min: -1e12, max: 1e12 })),
});
const source = fc.record({
  topic: fc.constant('ecg.packets.v1'),
  partition: fc.nat(50),
  offset: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  index: fc.nat(40),
});
const observation = fc
  .tuple(
    fc.oneof(
      beat.map((one) => ({ kind: 'beat', beat: present(one) })),
      second.map((one) => ({ kind: 'second', second: present(one) })),
    ),
    optional(source),
  )
  .map(([one, from]) => present({ ...one, source: from }) as Observation);

describe('an observation that is encoded without a message object', () => {
  it('has the bytes that the general encoder gives', () => {
    let plain = 0;
    fc.assert(
      fc.property(observation, (value) => {
        const expected = generalObservationBytes(value);
        const written = plainObservationBytes(value);
        if (written !== undefined) plain += 1;
        expect(Buffer.from(written ?? expected).equals(expected)).toBe(true);
        expect(Buffer.from(encodeObservation(value)).equals(expected)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  it('stays as it is when the next one is encoded', () => {
    const at = (time: number): Observation => ({
      kind: 'beat',
      beat: {
        ...{
          patientId: patientId('p-1'),
          deviceId: deviceId('d'),
          lead: 'II',
          preprocessing: 'rr-140-zscore',
        },
        ...{ timeUs: time, endTimeUs: time + 8e5, rrIntervalMs: 800, samples: new Float32Array(140) },
      },
    });
    const first = encodeObservation(at(1.7e15));
    encodeObservation(at(1.8e15));
    expect(decodeObservation(first)).toEqual(at(1.7e15));
  });
});
