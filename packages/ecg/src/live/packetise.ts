import type { DeviceId, Packet, PatientId } from '@beatwatch/contracts';
import { sampleTimeUs } from './sample-clock.ts';

export interface PacketiseOptions {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly lead: string;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  /** Counts above 0 microvolts. */
  readonly samples: Int16Array;
  /** Epoch time of the first sample. */
  readonly firstSampleTimeUs: number;
  /** Numbers of samples of the packets, repeated in turn; each at least 1. */
  readonly packetLengths: readonly number[];
}

/** Splits a recording into packets as a device sends them, numbered from 0. */
export function* packetise(options: PacketiseOptions): Generator<Packet, void, undefined> {
  const { patientId, deviceId, lead, samplingRateHz, microvoltsPerCount, samples, packetLengths } = options;
  for (let from = 0, sequence = 0; from < samples.length; sequence += 1) {
    const length = Math.max(1, packetLengths[sequence % packetLengths.length] ?? samplingRateHz);
    const piece = samples.slice(from, from + length);
    from += piece.length;
    yield {
      patientId,
      deviceId,
      lead,
      sequence,
      samplingRateHz,
      lastSampleTimeUs: sampleTimeUs(options.firstSampleTimeUs, from - 1, samplingRateHz),
      microvoltsPerCount,
      samples: piece,
    };
  }
}
