export { openDatabase, type Database } from './database.ts';
export { TimescaleError } from './errors.ts';
export {
  type AlarmLabelling,
  type AlarmRow,
  type Checkpoint,
  type Patient,
  type QualitySecond,
  type ReplayCounts,
  type Repositories,
  type SignalGap,
  type StoredScore,
  type ThresholdChange,
  type TimeRange,
  type TrendPoint,
  type WaveformChunk,
} from './repositories.ts';
