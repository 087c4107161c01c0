export { openDatabase, type Database } from './database.ts';
export { TimescaleError } from './errors.ts';
export {
  type AlarmLabelling,
  type AlarmRow,
  type ArrivedChunk,
  type BeatVerdict,
  type Checkpoint,
  type LabelledAlarm,
  type Patient,
  type QualitySecond,
  type ReplayCounts,
  type Repositories,
  type SelectedBeat,
  type SelectionPart,
  type SignalGap,
  type StoredBeat,
  type StoredScore,
  type StoredSelection,
  type ThresholdChange,
  type TimeRange,
  type TrendPoint,
  type WaveformChunk,
} from './repositories.ts';
