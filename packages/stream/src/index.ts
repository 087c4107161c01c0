export { StreamError, type OnWarning, type StreamErrorCode } from './errors.ts';
export { createInProcessStream, type InProcessStreamOptions } from './in-process/stream.ts';
export { type Compression } from './kafka/codecs.ts';
export { createKafkaStream, type KafkaStreamOptions } from './kafka/stream.ts';
export { defaultPartitions, maxMessageBytes } from './limits.ts';
export {
  type Batch,
  type Consumer,
  type ConsumerOptions,
  type MessageStream,
  type OutgoingMessage,
  type PartitionId,
  type Position,
  type Producer,
  type ReceivedMessage,
} from './port.ts';
