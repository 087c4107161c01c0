export { Breather } from './breather.ts';
export type { CheckpointBounds } from './checkpoint-pace.ts';
export { deadLetter, deadLetterMessages, readBatch } from './dead-letters.ts';
export { GroupCommit } from './group-commit.ts';
export { notWaiting } from './not-waiting.ts';
export type { BatchHandler, TickTools } from './processor-options.ts';
export { buildStreamProcessor, type StreamProcessor } from './stream-processor.ts';
export { keepTicking, type Ticking } from './ticking.ts';
