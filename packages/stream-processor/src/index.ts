export {
  deadLetter,
  deadLetterMessages,
  readBatch,
  type ReadBatch,
  type ReadMessage,
} from './dead-letters.ts';
export { GroupCommit } from './group-commit.ts';
export type { PartitionStates } from './patient-states.ts';
export { buildStage, type BatchHandler, type Stage, type TickTools } from './stage.ts';
export { keepTicking, type Ticking } from './ticking.ts';
