import { deviceId, patientId, type Observation } from '@beatwatch/contracts';
import {
  createLeadPipeline,
  longestRrSeconds,
  packetise,
  type LivePreprocessing,
  type SignalModels,
  type LeadOutput,
} from '@beatwatch/ecg';
import type { EcgRecording } from './ecg-recording.ts';

/** The lead pipeline's output for one packet. */
export interface PacketOutput {
  readonly output: LeadOutput;
  /** Time of the packet's last sample, seconds from the recording's start: the output is known from then on. */
  readonly knownSeconds: number;
}

/** Epoch time that stands for a recording's first sample. */
const startUs = 1_700_000_000_000_000;

/** Seconds from the recording's start. */
export const secondsFromStart = (timeUs: number): number => (timeUs - startUs) / 1e6;

/** The inverse of `secondsFromStart`. */
export const epochTimeUs = (seconds: number): number => startUs + Math.round(seconds * 1e6);

/** A packet length common among wearables. */
const packetSeconds = 0.3;

/** Sends a recording through the live path's lead pipeline, packet by packet, as ingest would. */
export function* runLead(
  recording: EcgRecording,
  options: { readonly models: SignalModels; readonly preprocessing: LivePreprocessing },
): Generator<PacketOutput, void, undefined> {
  const { name, lead, samplingRateHz, microvoltsPerCount, samples } = recording;
  const pipeline = createLeadPipeline(options);
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

/**
 * Sends the leads of one recording through a lead pipeline each, the packets of all leads in turn, as a device sends
 * them.
 */
export function* runLeads(
  leads: readonly EcgRecording[],
  options: { readonly models: SignalModels; readonly preprocessing: LivePreprocessing },
): Generator<PacketOutput & { readonly lead: string }, void, undefined> {
  const running = leads.map((recording) => ({ lead: recording.lead, packets: runLead(recording, options) }));
  for (let isOpen = true; isOpen;) {
    isOpen = false;
    for (const { lead, packets } of running) {
      const next = packets.next();
      if (next.done === true) continue;
      isOpen = true;
      yield { lead, ...next.value };
    }
  }
}

/** Collects the R peaks in a lead pipeline's output: those of beats, and those where no beat could be cut. */
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

  /** A beat ends at the next R peak, or earlier if a pause follows. */
  #addBeat(observation: Observation): void {
    if (observation.kind !== 'beat') return;
    const { timeUs, endTimeUs, rrIntervalMs } = observation.beat;
    this.#peaks.add(secondsFromStart(timeUs));
    this.#endSeconds = rrIntervalMs < longestRrSeconds * 1000 ? secondsFromStart(endTimeUs) : undefined;
  }
}
