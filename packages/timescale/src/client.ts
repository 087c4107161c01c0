// What a program needs that only reads and writes: without the migrations, whose files a bundler could not follow.
export { openDatabase, type Database, type DatabaseOptions } from './database.ts';
export { TimescaleError, type TimescaleErrorCode } from './errors.ts';
export {
  type AlarmRow,
  type Checkpoint,
  type Patient,
  type ReplayCounts,
  type Repositories,
  type StoredScore,
  type TimeRange,
  type TrendPoint,
  type WaveformChunk,
} from './repositories.ts';
