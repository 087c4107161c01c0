import type {
  AlarmEvent,
  AlarmId,
  AlarmLabel,
  Beat,
  DeviceId,
  ModelVersion,
  PatientId,
  Score,
  SignalSecond,
} from '@beatwatch/contracts';

export type SignalQuality = Pick<SignalSecond, 'qualityIndex' | 'faults' | 'fibrillationIndex'>;

/** One second or less of one lead, in order and without overlap. */
export interface WaveformChunk {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly lead: string;
  readonly firstSampleTimeUs: number;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
  /** What is known of a whole second. */
  readonly quality?: SignalQuality;
}

/** The quality of one second of one lead. */
export interface QualitySecond extends SignalQuality {
  readonly lead: string;
  readonly timeUs: number;
}

export const gapReasons = ['gap', 'clock-jump', 'restart', 'rate-change'] as const;
export type GapReason = (typeof gapReasons)[number];

/** A place where the signal of a lead does not go on. */
export interface SignalGap {
  readonly patientId: PatientId;
  readonly lead: string;
  readonly deviceId: DeviceId;
  /** Where the signal ends. */
  readonly fromUs: number;
  /** Where it goes on: before `fromUs` where a clock was set back. */
  readonly toUs: number;
  readonly reason: GapReason;
  /** Absent where nobody can know. */
  readonly lostPackets?: number;
}

/** What a person said of an alarm. */
export interface AlarmLabelling {
  readonly alarmId: AlarmId;
  readonly patientId: PatientId;
  readonly label: AlarmLabel;
  readonly actor: string;
  readonly timeUs: number;
}

/** A threshold that a person set for a patient. */
export interface ThresholdChange {
  readonly patientId: PatientId;
  /** In the unit of the score's loss; absent: the learned one holds again. */
  readonly value?: number;
  readonly actor: string;
  readonly timeUs: number;
}

/** A score as stored: with the model's reconstruction where a person may want to look at it. */
export interface StoredScore extends Score {
  readonly reconstruction?: Float32Array;
}

/** A patient's serialized state in one stream processor, and the position of the log up to which its effects are stored. */
export interface Checkpoint {
  /** `MessageStream.logId`: a checkpoint of another log is void. */
  readonly logId: string;
  /** Consumer group, e.g. `ingest`. */
  readonly processor: string;
  readonly topic: string;
  readonly partition: number;
  readonly patientId: PatientId;
  /** Messages below this offset have taken effect. */
  readonly nextOffset: number;
  readonly state: Uint8Array;
}

export interface Patient {
  readonly patientId: PatientId;
  readonly displayName: string;
  readonly ward: string;
}

/** One bucket of a continuous aggregate; only buckets with beats exist. */
export interface TrendPoint {
  readonly timeUs: number;
  readonly beats: number;
  readonly anomalousBeats: number;
  readonly meanHeartRateBpm: number;
  readonly minHeartRateBpm: number;
  readonly maxHeartRateBpm: number;
  readonly meanLoss: number;
  readonly maxLoss: number;
}

export interface TimeRange {
  readonly patientId: PatientId;
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
}

/** The current state of an alarm, with the last change of it. */
export interface AlarmRow extends AlarmEvent {
  readonly updatedAtUs: number;
  /** What was said of it last. */
  readonly label?: AlarmLabel;
}

export interface ReplayCounts {
  readonly beatsStored: number;
  readonly beatsScored: number;
  /** Beats with more than one score of one model version: 0 by the key, checked all the same. */
  readonly beatsScoredTwice: number;
}

/** Every write of a list is a bulk statement, and every write is idempotent: writing a row again changes nothing. */
export interface Repositories {
  readonly patients: {
    /** Unknown patients get their id as name and ward 'unassigned'; known ones are left alone. */
    ensure(ids: readonly PatientId[]): Promise<void>;
    /** Sets name and ward. */
    upsert(patients: readonly Patient[]): Promise<void>;
    list(): Promise<readonly Patient[]>;
    find(id: PatientId): Promise<Patient | undefined>;
  };
  readonly waveforms: {
    write(chunks: readonly WaveformChunk[]): Promise<void>;
    /** In order of time. */
    read(range: TimeRange): Promise<readonly WaveformChunk[]>;
    /** Seconds whose quality is known, in order of time. */
    quality(range: TimeRange): Promise<readonly QualitySecond[]>;
  };
  readonly gaps: {
    write(gaps: readonly SignalGap[]): Promise<void>;
    /** Those that begin in the range, in order of time. */
    read(range: TimeRange): Promise<readonly SignalGap[]>;
  };
  readonly beats: {
    write(beats: readonly Beat[]): Promise<void>;
    find(patientId: PatientId, timeUs: number): Promise<Beat | undefined>;
    count(range: TimeRange): Promise<number>;
  };
  readonly scores: {
    write(scores: readonly StoredScore[]): Promise<void>;
    find(patientId: PatientId, beatTimeUs: number): Promise<StoredScore | undefined>;
    /** Newest first, at most `limit`. */
    recent(range: TimeRange, limit: number): Promise<readonly StoredScore[]>;
    trend(range: TimeRange, bucket: 'minute' | 'hour'): Promise<readonly TrendPoint[]>;
    counts(range: TimeRange): Promise<ReplayCounts>;
    /** From when the rows were written (database clock) at or after `sinceUs`: stored minus `beat.endTimeUs`, milliseconds. */
    storeDelaysMs(sinceUs: number, limit: number): Promise<readonly number[]>;
    /** Starts of the minutes that hold beats which came too late for a live alarm, in order. */
    lateMinutes(range: TimeRange): Promise<readonly number[]>;
  };
  readonly alarms: {
    /** Appends the events to the alarm's history and brings the alarm's row to its newest state. */
    write(events: readonly AlarmEvent[]): Promise<void>;
    /** Newest first. */
    list(filter: {
      readonly patientId?: PatientId;
      readonly openOnly?: boolean;
      readonly limit: number;
    }): Promise<readonly AlarmRow[]>;
    find(id: AlarmId): Promise<AlarmRow | undefined>;
    history(id: AlarmId): Promise<readonly AlarmEvent[]>;
    /**
     * Copies the signal around changes of alarms, which may still be arriving: what there is now, and for the last
     * time once the change was stored so long ago.
     * @returns how many changes still wait
     */
    keepStrips(options: { readonly untilMs: number }): Promise<number>;
    /** The signal around the alarm's changes, in order of time. */
    strip(id: AlarmId): Promise<readonly WaveformChunk[]>;
    label(labelling: AlarmLabelling): Promise<void>;
    /** What was said of an alarm, oldest first. */
    labels(id: AlarmId): Promise<readonly AlarmLabelling[]>;
  };
  readonly thresholds: {
    set(change: ThresholdChange): Promise<void>;
    /** The last one set; undefined where none was ever. Without a value the learned one holds. */
    inForce(patientId: PatientId): Promise<ThresholdChange | undefined>;
    /** Newest first, at most `limit`. */
    history(patientId: PatientId, limit: number): Promise<readonly ThresholdChange[]>;
  };
  readonly checkpoints: {
    write(checkpoints: readonly Checkpoint[]): Promise<void>;
    /** All patients of one partition. */
    read(
      key: Pick<Checkpoint, 'logId' | 'processor' | 'topic' | 'partition'>,
    ): Promise<readonly Checkpoint[]>;
  };
  readonly models: {
    /** Records which model scores, once per version. */
    ensure(model: { readonly version: ModelVersion; readonly manifest: unknown }): Promise<void>;
    /** The manifest of a model that has scored; undefined where none of that version has. */
    find(version: ModelVersion): Promise<unknown>;
  };
}
