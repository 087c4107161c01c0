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
export const source = { patientId: patientId('p'), deviceId: deviceId('d'), lead: 'II' };

/** Creates a pipeline with the shipped models. */
export const newPipeline = (options: Omit<LeadPipelineOptions, 'models'> = {}): LeadPipeline =>
  createLeadPipeline({ ...options, models: signalModels });

export const restoredPipeline = (snapshot: unknown): LeadPipeline =>
  restoreLeadPipeline(snapshot, { models: signalModels });

interface SignalOptions {
  readonly samplingRateHz?: number;
  readonly packetLengths?: readonly number[];
  readonly firstSampleTimeUs?: number;
}

/** Splits a signal in counts of 5 microvolts into packets. */
export function packetsOf(
  samples: Int16Array,
  { samplingRateHz = 250, packetLengths = [75], firstSampleTimeUs = startUs }: SignalOptions = {},
): Packet[] {
  return [
    ...packetise({
      ...source,
      samplingRateHz,
      microvoltsPerCount: 5,
      samples,
      firstSampleTimeUs,
      packetLengths,
    }),
  ];
}

/** Output of a pipeline with its beats. */
export interface RunResult extends LeadOutput {
  readonly beats: readonly Beat[];
}

/** Pushes packets through a pipeline and collects its output. */
export function run(packets: readonly Packet[], pipeline: LeadPipeline = newPipeline()): RunResult {
  const outputs = packets.map((packet) => pipeline.push(packet));
  const observations = outputs.flatMap((output) => output.observations);
  return {
    chunks: outputs.flatMap(({ chunks }) => chunks),
    observations,
    beats: beatsOf(observations),
    events: outputs.flatMap(({ events }) => events),
  };
}
