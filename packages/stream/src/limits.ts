/**
 * Largest message, key and value together. A broker's default (`message.max.bytes`, 1 MiB) is for a whole batch
 * with its headers, hence the margin.
 */
export const maxMessageBytes = 1_000_000;

/** What a message takes in a batch besides key and value: lengths, offset, time. */
export const messageOverheadBytes = 32;

/** Most messages of one call of `onBatch`, however small they are. */
export const maxBatchMessages = 2000;

/** Size at which a batch is closed, so that one call of `onBatch` needs little memory. */
export const maxBatchBytes = 1_048_576;

/** Default number of partitions of a topic, here and on the local broker. */
export const defaultPartitions = 6;
