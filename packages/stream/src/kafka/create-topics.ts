import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';

const leadersWithinMs = 60_000;
const lookEveryMs = 100;

export interface NewTopics {
  readonly topics: readonly string[];
  /** Of each topic. Default: the broker's. */
  readonly partitions?: number | undefined;
}

/**
 * Creates topics and waits until each partition has a leader. On a busy machine that takes a broker, if it has just started, many
 * seconds; kafkajs's own wait fails where the broker does not know the topic yet.
 */
export async function createTopics(admin: Admin, { topics, partitions }: NewTopics): Promise<void> {
  // Another program may create the same topics at the same time: kafkajs then returns false instead of an error.
  await admin.createTopics({
    topics: topics.map((topic) => ({
      topic,
      ...(partitions === undefined ? {} : { numPartitions: partitions }),
      // Dated by the broker: a producer's clock may be wrong, and what it dates 1970 would be deleted at once.
      configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
    })),
    waitForLeaders: false,
  });
  const endMs = performance.now() + leadersWithinMs;
  for (;;) {
    const error = await missingLeader(admin, topics);
    if (error === undefined) return;
    if (performance.now() > endMs) throw error;
    await delay(lookEveryMs);
  }
}

async function missingLeader(admin: Admin, topics: readonly string[]): Promise<Error | undefined> {
  try {
    const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
    const without = metadata.topics.find(({ partitions }) => partitions.some(({ leader }) => leader < 0));
    return without && new Error(`topic ${without.name} has no leader yet`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
