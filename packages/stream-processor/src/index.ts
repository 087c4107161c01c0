export { Breather } from './breather.ts';
export { deadLetter, deadLetterMessages, readBatch } from './dead-letters.ts';
export { GroupCommit } from './group-commit.ts';
export { notWaiting } from './not-waiting.ts';
export {
  buildStreamProcessor,
  type BatchHandler,
  type StreamProcessor,
  type TickTools,
} from './stream-processor.ts';
export { keepTicking, type Ticking } from './ticking.ts';
