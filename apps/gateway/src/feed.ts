import { randomUUID } from 'node:crypto';
import {
  ContractError,
  decodeAlarmEvent,
  decodeObservation,
  decodePacket,
  decodeScore,
  decodeSystemNotice,
  presentPieces,
  requirePatientKey,
  topics,
  type AlarmEvent,
  type Packet,
  type Score,
  type SignalSecond,
  type SystemNotice,
} from '@beatwatch/contracts';
import type { Consumer, MessageStream } from '@beatwatch/stream';

export interface FeedListener {
  onPacket(packet: Packet): void;
  onScore(score: Score): void;
  onSecond(second: SignalSecond): void;
  onAlarm(event: AlarmEvent): void;
  onNotice(notice: SystemNotice): void;
  /** A message that violates its contract. Only ingest writes dead letters. */
  onUnreadable(topic: string): void;
}

type Reader = (value: Uint8Array, key: Uint8Array) => void;

/**
 * Reads all messages from now on, and every system notice that the log still holds: one may be open since long. Each gateway
 * has consumer groups of its own and commits no offset: after a restart only new messages matter.
 */
export async function consumeFeed(
  stream: MessageStream,
  listener: FeedListener,
): Promise<Pick<Consumer, 'stop'>> {
  const live: Readonly<Record<string, Reader>> = {
    [topics.packets]: (value, key) => {
      const packet = decodePacket(value);
      // Ingest refuses it: what is not judged is not shown as live.
      requirePatientKey(key, packet.patientId);
      for (const piece of presentPieces(packet)) listener.onPacket(piece);
    },
    [topics.scores]: (value) => {
      listener.onScore(decodeScore(value));
    },
    [topics.beats]: (value) => {
      const observation = decodeObservation(value);
      if (observation.kind === 'second') listener.onSecond(observation.second);
    },
    [topics.alarms]: (value) => {
      listener.onAlarm(decodeAlarmEvent(value));
    },
  };
  const notices: Readonly<Record<string, Reader>> = {
    [topics.systemNotices]: (value) => {
      listener.onNotice(decodeSystemNotice(value));
    },
  };
  const consume = (readers: typeof live, from: 'earliest' | 'latest'): Promise<Consumer> =>
    stream.consume({
      groupId: `gateway-${randomUUID()}`,
      topics: Object.keys(readers),
      from,
      onBatch: ({ topic, messages }) => {
        for (const { key, value, damaged } of messages) {
          try {
            if (damaged === undefined) readers[topic]?.(value, key);
            else listener.onUnreadable(topic);
          } catch (error) {
            if (!(error instanceof ContractError)) throw error;
            listener.onUnreadable(topic);
          }
        }
        return Promise.resolve();
      },
    });
  const consumers = await Promise.all([consume(live, 'latest'), consume(notices, 'earliest')]);
  return {
    stop: async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
    },
  };
}
