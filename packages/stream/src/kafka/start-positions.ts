import type { Admin } from 'kafkajs';
import type { PartitionId } from '../port.ts';

export interface StartPosition extends PartitionId {
  readonly nextOffset: number;
  /** False where the group had no committed position: then it is the log's beginning or end. */
  readonly committed: boolean;
}

/** Where a group resumes in each partition: its committed position, else the log's beginning or end. */
export async function startPositions(
  admin: Admin,
  options: {
    readonly groupId: string;
    readonly partitions: readonly PartitionId[];
    readonly from: 'earliest' | 'latest';
  },
): Promise<readonly StartPosition[]> {
  const topics = [...new Set(options.partitions.map(({ topic }) => topic))];
  if (topics.length === 0) return [];
  const committed = new Map<string, string>();
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId: options.groupId, topics })) {
    for (const { partition, offset } of partitions) committed.set(`${topic}/${partition}`, offset);
  }
  const bounds = new Map<string, { readonly low: string; readonly high: string }>();
  for (const topic of topics) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      bounds.set(`${topic}/${partition}`, { low, high });
    }
  }
  return options.partitions.map((id) => {
    const key = `${id.topic}/${id.partition}`;
    const offset = Number(committed.get(key) ?? -1);
    if (offset >= 0) return { ...id, nextOffset: offset, committed: true };
    const { low = '0', high = '0' } = bounds.get(key) ?? {};
    // kafkajs commits -2 for "from the beginning" after it found a position out of range.
    const atEnd = options.from === 'latest' && offset !== -2;
    return { ...id, nextOffset: Number(atEnd ? high : low), committed: false };
  });
}
