import { create, toBinary } from '@bufbuild/protobuf';
import { deviceTimeUs, inRange } from '../fields.ts';
import { PacketSchema } from '../generated/beatwatch/v1/stream_pb.ts';
import { deviceId, patientId } from '../ids.ts';
import type { Packet } from '../messages.ts';
import { leadName } from '../names.ts';
import { bytesOf, int16FromBytes } from '../samples.ts';
import { packetLimits } from './packet-limits.ts';
import { plainPacket } from './plain-packet.ts';
import { read } from './read.ts';
import { readReport } from './device-report.ts';

export function encodePacket(packet: Packet): Uint8Array {
  const { lastSampleTimeUs, samples, sequence, late = false, report, ...rest } = packet;
  return toBinary(
    PacketSchema,
    create(PacketSchema, {
      ...rest,
      lastSampleTimeUs: BigInt(lastSampleTimeUs),
      samples: bytesOf(samples),
      ...(sequence === undefined ? { unnumbered: true } : { sequence }),
      late,
      ...(report && { report: { ...report, pacingPulsesUs: [...(report.pacingPulsesUs ?? [])] } }),
    }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export const decodePacket = (bytes: Uint8Array): Packet => plainPacket(bytes) ?? generalPacket(bytes);

/** Decodes any packet, or says what is wrong with it. */
export function generalPacket(bytes: Uint8Array): Packet {
  const message = read(PacketSchema, bytes);
  const samples = int16FromBytes('samples', message.samples);
  inRange('samples.length', samples.length, packetLimits.samples.min, packetLimits.samples.max);
  const { report } = message;
  return {
    patientId: patientId(message.patientId),
    deviceId: deviceId(message.deviceId),
    lead: leadName(message.lead),
    ...(!message.unnumbered && { sequence: message.sequence }),
    samplingRateHz: inRange(
      'samplingRateHz',
      message.samplingRateHz,
      packetLimits.samplingRateHz.min,
      packetLimits.samplingRateHz.max,
    ),
    lastSampleTimeUs: deviceTimeUs('lastSampleTimeUs', message.lastSampleTimeUs),
    microvoltsPerCount: inRange(
      'microvoltsPerCount',
      message.microvoltsPerCount,
      packetLimits.microvoltsPerCount.min,
      packetLimits.microvoltsPerCount.max,
    ),
    samples,
    ...(message.late && { late: true }),
    ...(report && { report: readReport(report, (samples.length * 1e6) / message.samplingRateHz) }),
  };
}
