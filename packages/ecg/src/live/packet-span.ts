import type { Packet } from '@beatwatch/contracts';

/** Time span of a packet on the device's clock, microseconds. */
export interface PacketSpan {
  /** Time of the first sample. */
  readonly fromUs: number;
  /** One sample interval after the last sample. */
  readonly toUs: number;
  readonly durationUs: number;
  readonly intervalUs: number;
}

export function packetSpan({ lastSampleTimeUs, samples, samplingRateHz }: Packet): PacketSpan {
  const intervalUs = 1e6 / samplingRateHz;
  const durationUs = samples.length * intervalUs;
  return {
    fromUs: lastSampleTimeUs - Math.round(durationUs - intervalUs),
    toUs: lastSampleTimeUs + Math.round(intervalUs),
    durationUs,
    intervalUs,
  };
}
