import { randomUUID } from 'node:crypto';
import {
  ContractError,
  decodeAlarmEvent,
  decodeObservation,
  decodePacket,
  decodeScore,
  presentPieces,
  requirePatientKey,
  topics,
  type AlarmEvent,
  type Packet,
  type Score,
  type SignalSecond,
} from '@beatwatch/contracts';
import type { Consumer, MessageStream } from '@beatwatch/stream';

export interface FeedListener {
  onPacket(packet: Packet): void;
  onScore(score: Score): void;
  onSecond(second: SignalSecond): void;
  onAlarm(event: AlarmEvent): void;
  /** A message that violates its contract. Only ingest writes dead letters. */
  onUnreadable(topic: string): void;
}

/**
 * Reads all messages from now on. Each gateway has a consumer group of its own and commits no offset: after a restart
 * only new messages matter.
 */
export function consumeFeed(stream: MessageStream, listener: FeedListener): Promise<Consumer> {
  const readers: Readonly<Record<string, (value: Uint8Array, key: Uint8Array) => void>> = {
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
  return stream.consume({
    groupId: `gateway-${randomUUID()}`,
    topics: Object.keys(readers),
    from: 'latest',
    onBatch: ({ topic, messages }) => {
      for (const { key, value } of messages) {
        try {
          readers[topic]?.(value, key);
        } catch (error) {
          if (!(error instanceof ContractError)) throw error;
          listener.onUnreadable(topic);
        }
      }
      return Promise.resolve();
    },
  });
}
