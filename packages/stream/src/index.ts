export { StreamError } from './errors.ts';
export { createInProcessStream } from './in-process/stream.ts';
export { type Compression } from './kafka/codecs.ts';
export { leaveGroupFor, type GroupMember } from './kafka/group-member.ts';
export { partitionOf } from './kafka/partitioner.ts';
export { createKafkaStream } from './kafka/stream.ts';
export {
  type Batch,
  type Consumer,
  type GroupPosition,
  type MessageStream,
  type OutgoingMessage,
  type Position,
  type Producer,
  type ReceivedMessage,
} from './port.ts';
