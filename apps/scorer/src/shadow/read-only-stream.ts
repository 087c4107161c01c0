import type { MessageStream, Producer } from '@beatwatch/stream';

const sendsNothing: Producer = {
  send: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

/** A stream whose log can be read alone: what is sent is dropped, whatever it is. */
export const readOnlyStream = (stream: MessageStream): MessageStream => ({
  kind: stream.kind,
  logId: stream.logId,
  producer: () => Promise.resolve(sendsNothing),
  consume: (options) => stream.consume(options),
  ensureTopics: (topics, partitions) => stream.ensureTopics(topics, partitions),
  ping: () => stream.ping(),
  positions: (groupId, topic) => stream.positions(groupId, topic),
  stop: () => stream.stop(),
});
