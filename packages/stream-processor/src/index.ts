export {
  deadLetter,
  deadLetterMessages,
  readBatch,
  type ReadBatch,
  type ReadMessage,
} from './dead-letters.ts';
export { GroupCommit } from './group-commit.ts';
export type { PartitionStates } from './patient-states.ts';
export {
  buildStreamProcessor,
  type BatchHandler,
  type StreamProcessor,
  type TickTools,
} from './stream-processor.ts';
export { keepTicking, type Ticking } from './ticking.ts';
