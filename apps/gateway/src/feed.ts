import { randomUUID } from 'node:crypto';
import {
  ContractError,
  decodeAlarmEvent,
  decodeObservation,
  decodePacket,
  decodePatientCommand,
  decodeProgress,
  decodeScore,
  decodeSystemNotice,
  isAdmission,
  observedIn,
  presentPieces,
  requirePatientKey,
  topics,
  type AdmissionCommand,
  type AlarmEvent,
  type Packet,
  type Progress,
  type Score,
  type SignalSecond,
  type SystemNotice,
} from '@beatwatch/contracts';
import type { Consumer, MessageStream } from '@beatwatch/stream';
import { FeedPositions } from './feed-positions.ts';
import type { Received } from './judging/judging-watch.ts';

export interface FeedListener {
  onPacket(packet: Packet): void;
  /** A live packet with what its device says beside the samples; before `onPacket`. */
  onReport(packet: Packet): void;
  onScore(score: Score): void;
  onSecond(second: SignalSecond): void;
  onAlarm(event: AlarmEvent): void;
  /** @param saidMs when the log received it, epoch milliseconds; undefined where it keeps no times */
  onNotice(notice: SystemNotice, saidMs: number | undefined): void;
  onProgress(progress: Progress): void;
  onAdmission(command: AdmissionCommand): void;
  /** A live packet, beat or second, which has to be judged. */
  onReceived(received: Received): void;
  /**
   * A message that violates its contract, or that we stumble over: then with the error. It is passed over. Only ingest and the
   * scorer write dead letters.
   */
  onUnreadable(topic: string, unexpected?: unknown): void;
}

interface Place {
  readonly key: Uint8Array;
  readonly partition: number;
  readonly offset: number;
  /** When the log received it, epoch milliseconds; 0 where it keeps no times. */
  readonly timestampMs: number;
}
type Reader = (value: Uint8Array, place: Place) => void;
type Readers = Readonly<Record<string, Reader>>;

const commitEveryMs = 2000;

/**
 * Reads all messages from now on, and every system notice that the log still holds: one may be open since long. Each gateway
 * has consumer groups of its own: after its restart only new messages matter.
 */
export async function consumeFeed(
  stream: MessageStream,
  listener: FeedListener,
): Promise<Pick<Consumer, 'stop'>> {
  const consumers = await Promise.all([
    read(stream, listener, { readers: liveReaders(listener), from: 'latest' }),
    read(stream, listener, { readers: noticeReaders(listener), from: 'earliest' }),
  ]);
  return {
    stop: async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
    },
  };
}

function liveReaders(listener: FeedListener): Readers {
  return {
    [topics.packets]: (value, { key, partition, offset }) => {
      const packet = decodePacket(value);
      const { patientId, late, report } = packet;
      // Ingest refuses it: what is not judged is not shown as live.
      requirePatientKey(key, patientId);
      if (!late) listener.onReceived({ part: 'ingest', patientId, partition, offset });
      if (!late && report !== undefined) listener.onReport(packet);
      for (const piece of presentPieces(packet)) listener.onPacket(piece);
    },
    [topics.scores]: (value) => {
      listener.onScore(decodeScore(value));
    },
    [topics.beats]: (value, { partition, offset }) => {
      const observation = decodeObservation(value);
      const { patientId, late } = observedIn(observation);
      if (!late) listener.onReceived({ part: 'scorer', patientId, partition, offset });
      if (observation.kind === 'second') listener.onSecond(observation.second);
    },
    [topics.alarms]: (value) => {
      listener.onAlarm(decodeAlarmEvent(value));
    },
    [topics.patientCommands]: (value) => {
      const command = decodePatientCommand(value);
      if (isAdmission(command)) listener.onAdmission(command);
    },
    [topics.progress]: (value) => {
      listener.onProgress(decodeProgress(value));
    },
  };
}

const noticeReaders = (listener: FeedListener): Readers => ({
  [topics.systemNotices]: (value, { timestampMs }) => {
    listener.onNotice(decodeSystemNotice(value), timestampMs > 0 ? timestampMs : undefined);
  },
});

async function read(
  stream: MessageStream,
  listener: FeedListener,
  { readers, from }: { readonly readers: Readers; readonly from: 'earliest' | 'latest' },
): Promise<Pick<Consumer, 'stop'>> {
  const positions = new FeedPositions();
  const consumer = await stream.consume({
    groupId: `gateway-${randomUUID()}`,
    topics: Object.keys(readers),
    from,
    onAssigned: (partitions) => {
      positions.assigned(partitions);
      return Promise.resolve();
    },
    onBatch: (batch) => {
      const { topic, partition } = batch;
      for (const { key, value, offset, timestampMs, damaged } of positions.fresh(batch)) {
        try {
          if (damaged === undefined) readers[topic]?.(value, { key, partition, offset, timestampMs });
          else listener.onUnreadable(topic);
        } catch (error) {
          listener.onUnreadable(topic, error instanceof ContractError ? undefined : error);
        }
      }
      return Promise.resolve();
    },
  });
  const timer = setInterval(() => {
    // The next time commits what this one could not.
    void positions.commit((moved) => consumer.commit(moved)).catch(() => undefined);
  }, commitEveryMs);
  return {
    stop: () => {
      clearInterval(timer);
      return consumer.stop();
    },
  };
}
