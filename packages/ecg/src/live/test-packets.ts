import { deviceId, patientId, type Beat, type Packet } from '@beatwatch/contracts';
import { signalModels } from '../../../../test/stack/signal-models.ts';
import {
  createLeadPipeline,
  restoreLeadPipeline,
  type LeadPipeline,
  type LeadPipelineOptions,
} from './lead-pipeline.ts';
import { beatsOf, type LeadOutput } from './output.ts';
import { packetise } from './packetise.ts';

export const startUs = 1_700_000_000_000_000;
export const whose = { patientId: patientId('p'), deviceId: deviceId('d'), lead: 'II' };

/** A pipeline with the models that come with Beatwatch. */
export const newPipeline = (options: Omit<LeadPipelineOptions, 'models'> = {}): LeadPipeline =>
  createLeadPipeline({ ...options, models: signalModels });

export const restoredPipeline = (snapshot: unknown): LeadPipeline =>
  restoreLeadPipeline(snapshot, { models: signalModels });

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

/** What a pipeline makes of packets, and the beats of it. */
export interface Ran extends LeadOutput {
  readonly beats: readonly Beat[];
}

/** All that a pipeline makes of these packets. */
export function run(packets: readonly Packet[], pipeline: LeadPipeline = newPipeline()): Ran {
  const outputs = packets.map((packet) => pipeline.push(packet));
  const observations = outputs.flatMap((output) => output.observations);
  return {
    chunks: outputs.flatMap(({ chunks }) => chunks),
    observations,
    beats: beatsOf(observations),
    events: outputs.flatMap(({ events }) => events),
  };
}
