export { openDatabase, type Database, type DatabaseOptions } from './database.ts';
export { TimescaleError, type TimescaleErrorCode } from './errors.ts';
export { migrate, type MigrateOptions } from './migrate.ts';
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
