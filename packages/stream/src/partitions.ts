import type { PartitionId } from './port.ts';

/** A partition as the key of a map: `topic/partition`. */
export function partitionKey({ topic, partition }: PartitionId): string {
  return `${topic}/${partition}`;
}
