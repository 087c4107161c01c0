/**
 * Largest message, key and value together. A broker's default (`message.max.bytes`, 1 MiB) is for a whole batch
 * with its headers, so this leaves some room.
 */
export const maxMessageBytes = 1_000_000;

/** A batch is closed when it holds this much, so that one call of `onBatch` stays small in memory. */
export const maxBatchBytes = 1_048_576;

/** Partitions of a topic where the caller names no number; the local broker's default too. */
export const defaultPartitions = 6;
