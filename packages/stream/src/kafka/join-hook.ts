import type { PartitionAssigner } from 'kafkajs';
import { byPartitionNumber } from './assigner.ts';

/**
 * The assigner by partition number, and a step that is awaited each time before the consumer asks to join its group.
 *
 * kafkajs announces a rebalance with an event, and joins again without waiting for anyone. But between the two it
 * looks for the group's coordinator, through an object that it hands to assigners; there the step is put in. The
 * broker waits for this member meanwhile (up to the rebalance timeout), and still takes commits from it.
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
