import type {
  AlarmEvent,
  AlarmId,
  AlarmLabel,
  Beat,
  DeviceId,
  PacketPart,
  PatientId,
  Score,
  SignalSecond,
} from '@beatwatch/contracts';
import type { AdmissionRepository } from './admission-repository.ts';
import type { AlarmAudit, AlarmAuditOptions } from './alarm-audit.ts';
import type { AlarmInputRepository } from './alarm-input-repository.ts';
import type { AssignmentRepository } from './assignment-repository.ts';
import type { CareGroupRepository } from './care-group-repository.ts';
import type { CareNoteRepository } from './care-note-repository.ts';
import type { DeviceRepository } from './device-repository.ts';
import type { DeliveryRepository } from './delivery-repository.ts';
import type { AuditRepository } from './audit-repository.ts';
import type { MachineKeyRepository } from './machine-key-repository.ts';
import type { LimitsRepository } from './limits-repository.ts';
import type { ModelDecisions } from './model-decisions.ts';
import type { ModelRepository } from './model-repository.ts';
import type { PatientRepository } from './patient-repository.ts';
import type { ShadowRepository } from './shadow-repository.ts';
import type { ShiftAlarms } from './shift-alarms.ts';
import type { SilenceRepository } from './silence-repository.ts';
import type { AlarmLabelling, StoredBeat, TimeRange } from './stored-rows.ts';
import type { TrainingRepositories } from './training-repositories.ts';
import type { UserRepository } from './user-repository.ts';

export type SignalQuality = Pick<SignalSecond, 'qualityIndex' | 'faults' | 'fibrillationIndex'>;

/** Samples of one lead, one second at most; chunks do not overlap. */
export interface WaveformChunk {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly lead: string;
  readonly firstSampleTimeUs: number;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
  /** What brought the samples; of one that is written. */
  readonly parts?: readonly PacketPart[];
  /** Only of a whole second. */
  readonly quality?: SignalQuality;
}

/** What brought the samples of a chunk. */
interface ArrivedParts extends Pick<WaveformChunk, 'deviceId' | 'lead' | 'firstSampleTimeUs'> {
  /** Empty where it was stored before this was kept. */
  readonly parts: readonly PacketPart[];
}

/** Samples with what brought them. */
export interface ArrivedChunk extends Omit<WaveformChunk, 'parts' | 'quality'> {
  /** Empty where it was stored before this was kept. */
  readonly parts: readonly PacketPart[];
}

/** The quality of one second of one lead. */
export interface QualitySecond extends SignalQuality {
  readonly lead: string;
  readonly timeUs: number;
}

export type GapReason = 'gap' | 'clock-jump' | 'restart' | 'rate-change' | 'clock-wrong';

/** A place where the signal of a lead is not continuous. */
export interface SignalGap {
  readonly patientId: PatientId;
  readonly lead: string;
  readonly deviceId: DeviceId;
  /** Where the signal ends. */
  readonly fromUs: number;
  /** Where it resumes: before `fromUs` where a clock was set back. */
  readonly toUs: number;
  readonly reason: GapReason;
  /** Absent where it cannot be known. */
  readonly lostPackets?: number;
}

/** A threshold that a person set for a patient. */
export interface ThresholdChange {
  readonly patientId: PatientId;
  /** In the unit of the anomaly score; absent: the learned threshold applies again. */
  readonly value?: number;
  readonly actor: string;
  readonly timeUs: number;
}

/** A score with the model's reconstruction, which is kept for anomalous beats. */
export interface StoredScore extends Score {
  readonly reconstruction?: Float32Array;
}

/** A patient's serialized state in one stream processor, and the position of the log up to which its effects are stored. */
export interface Checkpoint {
  /** `MessageStream.logId`: the position of a checkpoint of another log is void. */
  readonly logId: string;
  /** Consumer group, e.g. `ingest`. */
  readonly processor: string;
  readonly topic: string;
  readonly partition: number;
  readonly patientId: PatientId;
  /** Messages below this offset have taken effect. */
  readonly nextOffset: number;
  readonly state: Uint8Array;
  /** When it was stored, epoch milliseconds on the database's clock; of one that was read. */
  readonly storedAtMs?: number;
}

/** One bucket of a continuous aggregate; only buckets with beats exist. */
export interface TrendPoint {
  readonly timeUs: number;
  readonly beats: number;
  readonly anomalousBeats: number;
  readonly meanHeartRateBpm: number;
  readonly minHeartRateBpm: number;
  readonly maxHeartRateBpm: number;
  readonly meanAnomalyScore: number;
  readonly maxAnomalyScore: number;
}

/** An alarm in its current state. */
export interface AlarmRow extends AlarmEvent {
  readonly updatedAtUs: number;
  /** The latest label of the newest episode. */
  readonly label?: AlarmLabel;
  /** Who acknowledged it last; absent where nobody has. */
  readonly acknowledgedBy?: string;
  /** How often its condition was met: episodes, as `alarmEpisodes` has them. */
  readonly episodes: number;
  /** Start of the newest one, on the patient's time axis. */
  readonly lastStartUs: number;
}

export interface ReplayCounts {
  readonly beatsStored: number;
  readonly beatsScored: number;
  /** Beats with more than one score of one model version: 0, since the key forbids it. */
  readonly beatsScoredTwice: number;
}

/** Rows of each kind. A list is written by one statement; every write is idempotent. */
export interface Repositories extends TrainingRepositories {
  readonly patients: PatientRepository;
  readonly waveforms: {
    write(chunks: readonly WaveformChunk[]): Promise<void>;
    /** In order of time. */
    read(range: TimeRange): Promise<readonly WaveformChunk[]>;
    /** Samples that begin in the range with what brought them, in order of time. */
    arrived(range: TimeRange): Promise<readonly ArrivedChunk[]>;
    /** The same without the samples. */
    arrivals(range: TimeRange): Promise<readonly ArrivedParts[]>;
    /** First times of the patient's first and last samples; undefined without any. */
    span(patientId: PatientId): Promise<{ readonly fromUs: number; readonly toUs: number } | undefined>;
    /** Seconds whose quality is known, in order of time. */
    quality(range: TimeRange): Promise<readonly QualitySecond[]>;
  };
  readonly gaps: {
    write(gaps: readonly SignalGap[]): Promise<void>;
    /** Gaps that begin in the range, in order of time. */
    read(range: TimeRange): Promise<readonly SignalGap[]>;
  };
  readonly beats: {
    write(beats: readonly Beat[]): Promise<void>;
    /** The beat of this lead; where that has none, or no lead is given, the one of the first lead that has. */
    find(patientId: PatientId, timeUs: number, lead?: string): Promise<StoredBeat | undefined>;
    count(range: TimeRange): Promise<number>;
    /** The newest beats of a preprocessing whose samples are kept, in order of time and lead, at most `limit`. */
    newest(range: TimeRange & { readonly preprocessing: string }, limit: number): Promise<readonly Beat[]>;
  };
  readonly scores: {
    write(scores: readonly StoredScore[]): Promise<void>;
    /** The newest score of the beat of this lead, or of the first lead where none is given. */
    find(patientId: PatientId, beatTimeUs: number, lead?: string): Promise<StoredScore | undefined>;
    /** Newest first, at most `limit`. */
    recent(range: TimeRange, limit: number): Promise<readonly StoredScore[]>;
    trend(range: TimeRange, bucket: 'minute' | 'hour'): Promise<readonly TrendPoint[]>;
    counts(range: TimeRange): Promise<ReplayCounts>;
    /** Time stored (database clock) minus `beat.endTimeUs`, milliseconds, of scores stored at or after `sinceUs`. */
    storeDelaysMs(sinceUs: number, limit: number): Promise<readonly number[]>;
    /** Starts of the minutes with beats that arrived too late for a live alarm, in order. */
    lateMinutes(range: TimeRange): Promise<readonly number[]>;
  };
  readonly alarms: {
    /** Appends the events to their alarms' histories and updates each alarm to its newest state. */
    write(events: readonly AlarmEvent[]): Promise<void>;
    /**
     * The newest first; with `openOnly` the most urgent first, as `byUrgency` has it, and every clinical one of high priority
     * beside the limit.
     */
    list(filter: {
      readonly patientId?: PatientId;
      readonly openOnly?: boolean;
      readonly limit: number;
    }): Promise<readonly AlarmRow[]>;
    find(id: AlarmId): Promise<AlarmRow | undefined>;
    history(id: AlarmId): Promise<readonly AlarmEvent[]>;
    /** Every change of the alarms that were raised in the range, by the time at which they were raised, then in order. */
    changes(range: TimeRange): Promise<readonly AlarmEvent[]>;
    /**
     * Copies the signal around changes of alarms, which may still be arriving.
     * @param options.untilMs age of a stored change at which its signal is copied for the last time
     * @returns the number of changes whose signal is still incomplete
     */
    keepStrips(options: { readonly untilMs: number }): Promise<number>;
    /** The signal around the alarm's changes, in order of time; of a range where one is given. */
    strip(id: AlarmId, range?: Omit<TimeRange, 'patientId'>): Promise<readonly WaveformChunk[]>;
    label(labelling: AlarmLabelling): Promise<void>;
    /** How many alarms by kind, bed and hour, how long until people took them, and how many were false. */
    audit(options: AlarmAuditOptions): Promise<AlarmAudit>;
    /** What alarmed of these patients since a time, and what is open, by kind; in no order. */
    ofShift(options: {
      readonly patientIds: readonly PatientId[];
      readonly sinceUs: number;
    }): Promise<readonly ShiftAlarms[]>;
    /** The labels of an alarm, oldest first. */
    labels(id: AlarmId): Promise<readonly AlarmLabelling[]>;
  };
  readonly alarmInputs: AlarmInputRepository;
  readonly thresholds: {
    set(change: ThresholdChange): Promise<void>;
    /** The latest change; undefined without one. A change without a value means the learned threshold. */
    inForce(patientId: PatientId): Promise<ThresholdChange | undefined>;
    /** Newest first, at most `limit`. */
    history(patientId: PatientId, limit: number): Promise<readonly ThresholdChange[]>;
  };
  readonly checkpoints: {
    write(checkpoints: readonly Checkpoint[]): Promise<void>;
    /** All patients of one partition, of whichever log. */
    read(key: Pick<Checkpoint, 'processor' | 'topic' | 'partition'>): Promise<readonly Checkpoint[]>;
    /** Removes the states of patients who are gone, but for those stored since `untilMs`, epoch milliseconds. */
    remove(
      key: Pick<Checkpoint, 'processor' | 'topic' | 'partition'>,
      patientIds: readonly PatientId[],
      untilMs: number,
    ): Promise<void>;
  };
  readonly admissions: AdmissionRepository;
  readonly limits: LimitsRepository;
  readonly assignments: AssignmentRepository;
  readonly models: ModelRepository;
  readonly decisions: ModelDecisions;
  readonly shadow: ShadowRepository;
  readonly silences: SilenceRepository;
  readonly deliveries: DeliveryRepository;
  readonly users: UserRepository;
  readonly audit: AuditRepository;
  readonly machineKeys: MachineKeyRepository;
  readonly devices: DeviceRepository;
  readonly careNotes: CareNoteRepository;
  readonly careGroups: CareGroupRepository;
}
