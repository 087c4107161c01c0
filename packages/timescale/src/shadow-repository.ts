import type { AlarmEvent, ModelVersion, PatientId, Score } from '@beatwatch/contracts';
import type { TimeRange } from './stored-rows.ts';

/** What is kept of a beat that a model judged in the shadow. */
type ShadowScore = Pick<
  Score,
  'patientId' | 'lead' | 'beatTimeUs' | 'anomalyScore' | 'threshold' | 'anomalous'
>;

/** How the beats of one patient were judged that a model in the shadow and the live one have both judged; one or more. */
export interface ShadowedBeats {
  /** R peaks of the first and the last of them. */
  readonly firstUs: number;
  readonly lastUs: number;
  readonly beats: number;
  readonly anomalous: number;
  readonly liveAnomalous: number;
  /** Anomalous for one of both alone. */
  readonly differing: number;
}

/** What models in the shadow make of the live signal. Versions are those of the autoencoder. Repeated writes change nothing. */
export interface ShadowRepository {
  writeScores(version: ModelVersion, scores: readonly ShadowScore[]): Promise<void>;
  writeChanges(version: ModelVersion, changes: readonly AlarmEvent[]): Promise<void>;
  /** Of whom a model has judged beats of these times, by id. */
  patients(version: ModelVersion, range: Omit<TimeRange, 'patientId'>): Promise<readonly PatientId[]>;
  /** Undefined without a beat that both have judged. */
  beats(version: ModelVersion, range: TimeRange): Promise<ShadowedBeats | undefined>;
  /** Every change of the alarms that were raised in the range, by the time at which they were raised, then in order. */
  changes(version: ModelVersion, range: TimeRange): Promise<readonly AlarmEvent[]>;
}
