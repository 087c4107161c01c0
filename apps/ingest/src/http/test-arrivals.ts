import { decodePacket, topics, type Packet } from '@beatwatch/contracts';
import type { MessageStream } from '@beatwatch/stream';

/** For tests: tells each packet that arrives in the log, from the first on. */
export async function onArrival(stream: MessageStream, arrive: (packet: Packet) => void): Promise<void> {
  await stream.ensureTopics([topics.packets]);
  await stream.consume({
    groupId: 'test',
    topics: [topics.packets],
    from: 'earliest',
    onBatch: ({ messages }) => {
      for (const { value } of messages) arrive(decodePacket(value));
      return Promise.resolve();
    },
  });
}
