import { encodePacket, topics, type Packet } from '@beatwatch/contracts';
import {
  expectedBeats,
  packetise,
  sampleTimeUs,
  type LivePreprocessing,
  type WfdbRecord,
} from '@beatwatch/ecg';
import { optionInRange } from '../errors.ts';
import { recordedLead } from '../fleet/signal.ts';
import type { ReplayOptions } from './options.ts';
import { sendPaced, type TimedMessage } from './pace.ts';

export interface ReplayWfdbOptions extends ReplayOptions {
  readonly record: WfdbRecord;
  /** Index of the lead. Default 0. */
  readonly lead?: number;
  /** Length of a packet; the last one may be shorter. Default 300. */
  readonly packetMs?: number;
  /** How the ingest that takes the packets cuts beats. Default that of the wearable model. */
  readonly preprocessing?: LivePreprocessing;
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
  const { record, lead = 0, packetMs = 300, preprocessing, startTimeUs, onProgress } = options;
  const recorded = recordedLead(record, lead);
  const packetSamples = optionInRange(
    'samples in a packet (packetMs x samplingRateHz)',
    Math.round((packetMs / 1000) * recorded.samplingRateHz),
    1,
    20_000,
  );
  const packets = (): Generator<Packet> =>
    packetise({ ...options, ...recorded, firstSampleTimeUs: startTimeUs, packetLengths: [packetSamples] });
  const messagesTotal = Math.ceil(recorded.samples.length / packetSamples);
  let packetsSent = 0;
  const completed = await sendPaced(timed(packets()), {
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
    toUs: sampleTimeUs(startTimeUs, Math.max(0, samplesSent - 1), samplingRateHz),
    expectedBeats: expectedBeats(first(packetsSent, packets()), preprocessing && { preprocessing }).length,
    completed,
  };
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

function* first(count: number, packets: Iterable<Packet>): Generator<Packet> {
  let taken = 0;
  for (const packet of packets) {
    if (taken++ === count) return;
    yield packet;
  }
}
