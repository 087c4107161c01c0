export { openDatabase, type Database, type DatabaseOptions } from './database.ts';
export { TimescaleError, type TimescaleErrorCode } from './errors.ts';
export {
  gapReasons,
  type AlarmLabelling,
  type AlarmRow,
  type Checkpoint,
  type GapReason,
  type Patient,
  type QualitySecond,
  type ReplayCounts,
  type Repositories,
  type SignalGap,
  type SignalQuality,
  type StoredScore,
  type ThresholdChange,
  type TimeRange,
  type TrendPoint,
  type WaveformChunk,
} from './repositories.ts';
