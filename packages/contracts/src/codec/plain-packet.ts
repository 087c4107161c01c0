import type { DeviceId, PatientId } from '../ids.ts';
import type { Packet } from '../messages.ts';
import { newCounts } from '../slab.ts';
import type { Writable } from '../writable.ts';
import { packetLimits } from './packet-limits.ts';
import { PlainReader } from './wire/plain-reader.ts';
import { deviceIds, leadNames, patientIds } from './wire/plain-texts.ts';

const reader = new PlainReader();

// What was read of the packet in progress.
let patient = '';
let device = '';
let lead = '';
let sequence = 0;
let samplingRateHz = 0;
let lastSampleTimeUs = 0;
let microvoltsPerCount = 0;
let samplesFrom = 0;
let samplesTo = 0;
let late = false;
let unnumbered = false;

/**
 * Decodes a packet as devices send it, without a message object in between. One with a report is out of the ordinary.
 * @returns undefined where anything is out of the ordinary: then the general reader reads it, or says what is wrong
 */
export function plainPacket(bytes: Uint8Array): Packet | undefined {
  reader.open(bytes);
  forget();
  while (reader.hasMore) readField();
  const byteLength = samplesTo - samplesFrom;
  const isUsual =
    !reader.failed &&
    patient !== '' &&
    device !== '' &&
    lead !== '' &&
    sequence <= 0xffff_ffff &&
    isWithin(samplingRateHz, packetLimits.samplingRateHz) &&
    lastSampleTimeUs < 9e15 &&
    isWithin(microvoltsPerCount, packetLimits.microvoltsPerCount) &&
    byteLength % 2 === 0 &&
    isWithin(byteLength / 2, packetLimits.samples);
  if (!isUsual) return undefined;
  const packet = { patientId: patient as PatientId, deviceId: device as DeviceId, lead } as Writable<Packet>;
  if (!unnumbered) packet.sequence = sequence;
  packet.samplingRateHz = samplingRateHz;
  packet.lastSampleTimeUs = lastSampleTimeUs;
  packet.microvoltsPerCount = microvoltsPerCount;
  packet.samples = countsOf(bytes, samplesFrom, byteLength / 2);
  if (late) packet.late = true;
  return packet;
}

const isWithin = (value: number, { min, max }: { readonly min: number; readonly max: number }): boolean =>
  value >= min && value <= max;

function forget(): void {
  patient = device = lead = '';
  sequence = samplingRateHz = lastSampleTimeUs = microvoltsPerCount = samplesFrom = samplesTo = 0;
  late = unnumbered = false;
}

function readField(): void {
  switch (reader.tag()) {
    case 0x0a:
      patient = reader.text(patientIds);
      break;
    case 0x12:
      device = reader.text(deviceIds);
      break;
    case 0x1a:
      lead = reader.text(leadNames);
      break;
    case 0x20:
      sequence = reader.varint();
      break;
    case 0x29:
      samplingRateHz = reader.double();
      break;
    case 0x30:
      lastSampleTimeUs = reader.varint();
      break;
    case 0x39:
      microvoltsPerCount = reader.double();
      break;
    case 0x42:
      samplesTo = reader.lengthEnd();
      samplesFrom = reader.at;
      reader.at = samplesTo;
      break;
    case 0x48:
      late = reader.varint() !== 0;
      break;
    case 0x50:
      unnumbered = reader.varint() !== 0;
      break;
    default:
      reader.failed = true;
  }
}

/** Little-endian counts at any place, aligned. */
function countsOf(bytes: Uint8Array, from: number, length: number): Int16Array {
  const counts = newCounts(length);
  for (let index = 0, at = from; index < length; index += 1, at += 2) {
    counts[index] = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  }
  return counts;
}
