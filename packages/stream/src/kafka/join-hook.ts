import type { PartitionAssigner } from 'kafkajs';
import { byPartitionNumber } from './assigner.ts';

/**
 * The assigner by partition number, with a step that is awaited before each request to join the group.
 *
 * kafkajs emits an event for a rebalance and joins again without waiting for a listener. In between it looks up the group's
 * coordinator, through an object that it passes to assigners; the step is inserted there. Meanwhile the broker waits for
 * this member, up to the rebalance timeout, and still accepts commits from it.
 */
export function assignAfter(beforeJoin: () => Promise<void>): PartitionAssigner {
  return (config) => {
    const { cluster } = config;
    const findGroupCoordinator = cluster.findGroupCoordinator.bind(cluster);
    cluster.findGroupCoordinator = async (group) => {
      await beforeJoin();
      return findGroupCoordinator(group);
    };
    return byPartitionNumber(config);
  };
}
