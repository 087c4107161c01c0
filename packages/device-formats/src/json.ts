import { missingSample } from '@beatwatch/contracts';
import { z } from 'zod';
import { encodedPacket, type EncodedPacket } from './encoded-packet.ts';
import { DeviceFormatError, unusable } from './fault.ts';
import { reportSchema } from './report.ts';
import { number, shaped, text } from './shape.ts';
import type { WearerOf } from './wearer.ts';

const packetFields =
  'one of patientId, deviceId, lead, sequence, samplingRateHz, lastSampleTimeUs, microvoltsPerCount, samples, late, report';

/** Packet of stream.proto in Protobuf's JSON mapping; `samples` may also be an array of counts, with null where one is missing. */
const packetSchema = z.strictObject(
  {
    patientId: text.optional(),
    deviceId: text,
    lead: text,
    sequence: number.optional(),
    samplingRateHz: number,
    lastSampleTimeUs: z.unknown().optional(),
    microvoltsPerCount: number,
    samples: z.unknown().optional(),
    late: z.boolean({ error: 'true or false' }).optional(),
    report: reportSchema.optional(),
  },
  { error: (issue) => (issue.code === 'unrecognized_keys' ? packetFields : 'a packet as an object') },
);

/**
 * Reads one packet in Beatwatch's JSON. One without a patient is of whoever wore its device.
 * @throws DeviceFormatError
 */
export function readJsonPacket(value: unknown, wearerOf: WearerOf): EncodedPacket {
  const packet = shaped(packetSchema, value);
  const lastSampleTimeUs = wholeNumber('lastSampleTimeUs', packet.lastSampleTimeUs);
  return encodedPacket({
    ...packet,
    patientId: packet.patientId ?? wearerOf(packet.deviceId, lastSampleTimeUs),
    lastSampleTimeUs,
    samples: readCounts('samples', packet.samples),
  });
}

/** A number, or digits in quotes, as Protobuf's JSON mapping writes 64-bit numbers. */
export function wholeNumber(field: string, value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^\d{1,19}$/.test(value)) return Number(value);
  throw unusable(field, value, 'a whole number, or one in quotes');
}

function readCounts(field: string, value: unknown): Int16Array {
  if (typeof value === 'string') return countsOfBase64(field, value);
  if (!Array.isArray(value))
    throw unusable(field, value, 'an array of counts, or little-endian int16 as base64');
  return Int16Array.from(value, (count: unknown, index) => {
    if (count === null) return missingSample;
    if (typeof count === 'number' && Number.isInteger(count) && count >= -32_768 && count <= 32_767)
      return count;
    throw unusable(`${field}[${index}]`, count, 'a whole number from -32768 to 32767');
  });
}

function countsOfBase64(field: string, value: string): Int16Array {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== value.replace(/=+$/, '')) {
    throw unusable(field, value, 'base64');
  }
  if (bytes.byteLength % 2 !== 0) {
    throw new DeviceFormatError({
      field,
      found: `${bytes.byteLength} bytes`,
      expected: 'an even number of bytes, two a count',
    });
  }
  return Int16Array.from({ length: bytes.byteLength / 2 }, (_, index) => bytes.readInt16LE(index * 2));
}
