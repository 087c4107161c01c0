import type { PartitionId } from './port.ts';

/** One text for one partition, to be the key of a map. */
export function partitionKey({ topic, partition }: PartitionId): string {
  return `${topic}/${partition}`;
}
