import { deviceId, patientId, type Packet } from '@beatwatch/contracts';
import { createLeadPipeline, type LeadPipeline } from './lead-pipeline.ts';
import type { LeadOutput } from './output.ts';
import { packetise } from './packetise.ts';

export const startUs = 1_700_000_000_000_000;
export const whose = { patientId: patientId('p'), deviceId: deviceId('d'), lead: 'II' };

interface Made {
  readonly samplingRateHz?: number;
  readonly packetLengths?: readonly number[];
  readonly firstSampleTimeUs?: number;
}

/** A signal of counts of 5 microvolts as packets. */
export function packetsOf(
  samples: Int16Array,
  { samplingRateHz = 250, packetLengths = [75], firstSampleTimeUs = startUs }: Made = {},
): Packet[] {
  return [
    ...packetise({
      ...whose,
      samplingRateHz,
      microvoltsPerCount: 5,
      samples,
      firstSampleTimeUs,
      packetLengths,
    }),
  ];
}

/** All that a pipeline makes of these packets. */
export function run(packets: readonly Packet[], pipeline: LeadPipeline = createLeadPipeline()): LeadOutput {
  const outputs = packets.map((packet) => pipeline.push(packet));
  return {
    chunks: outputs.flatMap(({ chunks }) => chunks),
    beats: outputs.flatMap(({ beats }) => beats),
    events: outputs.flatMap(({ events }) => events),
  };
}
