import { randomUUID } from 'node:crypto';
import type { MessageStream, Producer } from '@beatwatch/stream';

/** The stream with topics and groups of its own, on a broker that other tests use at the same time. */
export function withOwnTopics(stream: MessageStream): MessageStream {
  const prefix = `${randomUUID()}.`;
  const own = (name: string): string => prefix + name;
  const inside = <Place extends { readonly topic: string }>(place: Place): Place => ({
    ...place,
    topic: place.topic.slice(prefix.length),
  });
  const ownProducer = (producer: Producer): Producer => ({
    send: (topic, messages) => producer.send(own(topic), messages),
    stop: () => producer.stop(),
  });
  return {
    kind: stream.kind,
    logId: stream.logId,
    producer: async () => ownProducer(await stream.producer()),
    consume: async ({ onBatch, onAssigned, onRevoking, ...options }) => {
      const consumer = await stream.consume({
        ...options,
        groupId: own(options.groupId),
        topics: options.topics.map(own),
        onBatch: (batch) => onBatch(inside(batch)),
        ...(onAssigned && { onAssigned: (partitions) => onAssigned(partitions.map(inside)) }),
        ...(onRevoking && { onRevoking: (partitions) => onRevoking(partitions.map(inside)) }),
      });
      return {
        commit: (positions) =>
          consumer.commit(positions.map((position) => ({ ...position, topic: own(position.topic) }))),
        pause: () => {
          consumer.pause();
        },
        resume: () => {
          consumer.resume();
        },
        stop: () => consumer.stop(),
      };
    },
    ensureTopics: (topics, partitions) => stream.ensureTopics(topics.map(own), partitions),
    ping: () => stream.ping(),
    positions: (groupId, topic) => stream.positions(own(groupId), own(topic)),
    stop: () => stream.stop(),
  };
}
