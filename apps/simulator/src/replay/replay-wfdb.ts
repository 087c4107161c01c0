import { encodePacket, topics, type DeviceId, type Packet, type PatientId } from '@beatwatch/contracts';
import { createLeadPipeline, type WfdbRecord } from '@beatwatch/ecg';
import { optionInRange } from '../errors.ts';
import { recordedLead, type RecordedLead } from '../fleet/signal.ts';
import { sendPaced, type PaceOptions, type TimedMessage } from './pace.ts';

/** What both replays take; see `PaceOptions` for speed, clock and signal. */
export interface ReplayOptions extends Pick<PaceOptions, 'producer' | 'speed' | 'now' | 'wait' | 'signal'> {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  /** Epoch time that the recording's first sample or beat gets. */
  readonly startTimeUs: number;
  readonly onProgress?: (progress: ReplayProgress) => void;
}

export interface ReplayProgress {
  readonly messagesSent: number;
  readonly messagesTotal: number;
}

export interface ReplayWfdbOptions extends ReplayOptions {
  readonly record: WfdbRecord;
  /** Index of the lead. Default 0. */
  readonly lead?: number;
  /** Length of a packet; the last one may be shorter. Default 300. */
  readonly packetMs?: number;
}

export interface WfdbReplay {
  readonly packetsSent: number;
  readonly samplesSent: number;
  /** Of what was sent, on the recording's own time. */
  readonly durationSeconds: number;
  /** Epoch time of the first sample. */
  readonly fromUs: number;
  /** Epoch time of the last sample that was sent. */
  readonly toUs: number;
  /** Beats that ingest finds in these packets: what it has to store. */
  readonly expectedBeats: number;
  /** False where the signal ended the replay. */
  readonly completed: boolean;
}

/**
 * Streams one lead of a recording on `ecg.packets.v1`, every sample once.
 * @throws SimulatorError where an option is out of range or the lead does not exist; the producer's error
 */
export async function replayWfdb(options: ReplayWfdbOptions): Promise<WfdbReplay> {
  const { record, lead = 0, packetMs = 300, startTimeUs, onProgress } = options;
  const recorded = recordedLead(record, lead);
  const packetSamples = optionInRange(
    'samples in a packet (packetMs x samplingRateHz)',
    Math.round((packetMs / 1000) * recorded.samplingRateHz),
    1,
    20_000,
  );
  const messagesTotal = Math.ceil(recorded.samples.length / packetSamples);
  let packetsSent = 0;
  const completed = await sendPaced(timed(packetsOf(recorded, options, packetSamples)), {
    ...options,
    topic: topics.packets,
    onSent: (messages) => {
      packetsSent = messages;
      onProgress?.({ messagesSent: messages, messagesTotal });
    },
  });
  const samplesSent = Math.min(packetsSent * packetSamples, recorded.samples.length);
  const { samplingRateHz } = recorded;
  return {
    packetsSent,
    samplesSent,
    durationSeconds: samplesSent / samplingRateHz,
    fromUs: startTimeUs,
    toUs: startTimeUs + Math.round((Math.max(0, samplesSent - 1) * 1e6) / samplingRateHz),
    expectedBeats: countBeats(packetsOf(recorded, options, packetSamples), packetsSent),
    completed,
  };
}

function* packetsOf(
  { lead, samplingRateHz, microvoltsPerCount, samples }: RecordedLead,
  { patientId, deviceId, startTimeUs }: ReplayOptions,
  packetSamples: number,
): Generator<Packet> {
  for (let from = 0, sequence = 0; from < samples.length; from += packetSamples, sequence++) {
    const piece = samples.slice(from, from + packetSamples);
    yield {
      patientId,
      deviceId,
      lead,
      sequence,
      samplingRateHz,
      lastSampleTimeUs: startTimeUs + Math.round(((from + piece.length - 1) * 1e6) / samplingRateHz),
      microvoltsPerCount,
      samples: piece,
    };
  }
}

function* timed(packets: Iterable<Packet>): Generator<TimedMessage> {
  let samples = 0;
  for (const packet of packets) {
    samples += packet.samples.length;
    yield {
      atSeconds: samples / packet.samplingRateHz,
      message: { key: packet.patientId, value: encodePacket(packet) },
    };
  }
}

/** Runs the packets through the pipeline that ingest runs. */
function countBeats(packets: Iterable<Packet>, packetsSent: number): number {
  const pipeline = createLeadPipeline();
  let beats = 0;
  let pushed = 0;
  for (const packet of packets) {
    if (pushed++ === packetsSent) break;
    beats += pipeline.push(packet).beats.length;
  }
  return beats;
}
