import { encodePacket, topics, withMissingSamples, type Packet, type EcgLead } from '@beatwatch/contracts';
import { expectedBeats, packetise, type LivePreprocessing, type SignalModels } from '@beatwatch/ecg';
import { optionInRange } from '../errors.ts';
import type { ReplayOptions } from './options.ts';
import { sendPaced, type TimedMessage } from './pace.ts';

export interface ReplayRecordingOptions extends ReplayOptions {
  readonly lead: EcgLead;
  /** Length of a packet; the last one of a segment may be shorter. Default 300. */
  readonly packetMs?: number;
  /** What the receiving ingest judges seconds with. */
  readonly models: SignalModels;
  /** Preprocessing of the receiving ingest, to count the expected beats. Default that of the wearable model. */
  readonly preprocessing?: LivePreprocessing;
}

export interface RecordingReplay {
  readonly packetsSent: number;
  readonly samplesSent: number;
  /** Epoch time of the first sample. */
  readonly fromUs: number;
  /** Epoch time of the last sample sent. */
  readonly toUs: number;
  /** Beats that ingest detects in these packets and must store. */
  readonly expectedBeats: number;
  /** False if the signal ended the replay. */
  readonly completed: boolean;
}

/**
 * Sends every sample of a recorded lead to `ecg.packets.v1` once. Gaps of the recording remain gaps.
 * @throws SimulatorError if an option is out of range; the producer's error if a send fails
 */
export async function replayRecording(given: ReplayRecordingOptions): Promise<RecordingReplay> {
  const options = { ...given, lead: withMissingSamples(given.lead) };
  const { lead, packetMs = 300, models, preprocessing, startTimeUs, onProgress } = options;
  const packetSamples = optionInRange(
    'samples in a packet (packetMs x samplingRateHz)',
    Math.round((packetMs / 1000) * lead.samplingRateHz),
    1,
    20_000,
  );
  const messagesTotal = lead.segments.reduce(
    (sum, { samples }) => sum + Math.ceil(samples.length / packetSamples),
    0,
  );
  const packets = (): Generator<Packet> => packetsOf(options, packetSamples);
  let packetsSent = 0;
  const completed = await sendPaced(timed(packets(), startTimeUs), {
    ...options,
    topic: topics.packets,
    onSent: (messages) => {
      packetsSent = messages;
      onProgress?.({ messagesSent: messages, messagesTotal });
    },
  });
  const sent = [...first(packetsSent, packets())];
  return {
    packetsSent,
    samplesSent: sent.reduce((sum, { samples }) => sum + samples.length, 0),
    fromUs: startTimeUs,
    toUs: sent.at(-1)?.lastSampleTimeUs ?? startTimeUs,
    expectedBeats: expectedBeats(sent, { models, ...(preprocessing && { preprocessing }) }).length,
    completed,
  };
}

/** Packets of all segments, counted through. */
function* packetsOf(options: ReplayRecordingOptions, packetSamples: number): Generator<Packet> {
  const { segments, ...lead } = options.lead;
  let sequence = 0;
  for (const { startSeconds, samples } of segments) {
    const segment = packetise({
      patientId: options.patientId,
      deviceId: options.deviceId,
      ...lead,
      samples,
      firstSampleTimeUs: options.startTimeUs + Math.round(startSeconds * 1e6),
      packetLengths: [packetSamples],
    });
    for (const packet of segment) {
      yield { ...packet, sequence };
      sequence += 1;
    }
  }
}

function* timed(packets: Iterable<Packet>, startTimeUs: number): Generator<TimedMessage> {
  for (const packet of packets) {
    yield {
      atSeconds: (packet.lastSampleTimeUs - startTimeUs) / 1e6 + 1 / packet.samplingRateHz,
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
