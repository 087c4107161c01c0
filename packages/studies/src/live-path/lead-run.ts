import { deviceId, patientId, type Observation } from '@beatwatch/contracts';
import {
  createLeadPipeline,
  longestRrSeconds,
  packetise,
  type LivePreprocessing,
  type LeadOutput,
} from '@beatwatch/ecg';

import type { EcgRecording } from './ecg-recording.ts';

/** What the live path made of one packet. */
export interface PacketOutput {
  readonly output: LeadOutput;
  /** When the packet's last sample was taken, seconds from the recording's start: nothing is known earlier. */
  readonly knownSeconds: number;
}

/** Epoch time that stands for a recording's first sample. */
const startUs = 1_700_000_000_000_000;

/** Seconds from the recording's start. */
export const secondsFromStart = (timeUs: number): number => (timeUs - startUs) / 1e6;

/** The opposite. */
export const epochTimeUs = (seconds: number): number => startUs + Math.round(seconds * 1e6);

/** What wearables commonly send at a time. */
const packetSeconds = 0.3;

/** Sends a recording through the live path's lead pipeline, packet by packet, as ingest would. */
export function* runLead(
  recording: EcgRecording,
  preprocessing: LivePreprocessing,
): Generator<PacketOutput, void, undefined> {
  const { name, lead, samplingRateHz, microvoltsPerCount, samples } = recording;
  const pipeline = createLeadPipeline({ preprocessing });
  const packets = packetise({
    patientId: patientId(name),
    deviceId: deviceId('evaluation'),
    lead,
    samplingRateHz,
    microvoltsPerCount,
    samples,
    firstSampleTimeUs: startUs,
    packetLengths: [Math.max(1, Math.round(packetSeconds * samplingRateHz))],
  });
  let knownSeconds = 0;
  for (const packet of packets) {
    knownSeconds = secondsFromStart(packet.lastSampleTimeUs);
    yield { output: pipeline.push(packet), knownSeconds };
  }
  yield { output: pipeline.flush(), knownSeconds };
}

/** Collects the R peaks that a lead pipeline tells of: in beats, and in stretches that gave none. */
export class PeakCollector {
  readonly #peaks = new Set<number>();
  #endSeconds: number | undefined;

  add({ observations, events }: Pick<LeadOutput, 'observations' | 'events'>): void {
    for (const event of events) {
      if (event.kind === 'no-beat') this.#peaks.add(secondsFromStart(event.timeUs));
    }
    for (const observation of observations) this.#addBeat(observation);
  }

  /** Seconds from the recording's start, ascending. */
  get peaks(): number[] {
    const last = this.#endSeconds === undefined ? [] : [this.#endSeconds];
    return [...new Set([...this.#peaks, ...last])].sort((a, b) => a - b);
  }

  /** A beat ends at the next R peak, unless a pause cut it. */
  #addBeat(observation: Observation): void {
    if (observation.kind !== 'beat') return;
    const { timeUs, endTimeUs, rrIntervalMs } = observation.beat;
    this.#peaks.add(secondsFromStart(timeUs));
    this.#endSeconds = rrIntervalMs < longestRrSeconds * 1000 ? secondsFromStart(endTimeUs) : undefined;
  }
}
