import type { AlarmEpisode, AlarmEvent, AlarmLabel, AlarmLimits, PatientId } from '@beatwatch/contracts';
import type { AlarmCourse, AlarmDifference } from '@beatwatch/rescoring/alarms';
import type { MachineScope } from '@beatwatch/service-kit';
import type { Role } from '@beatwatch/service-kit/session';
import type {
  AlarmAudit,
  AlarmLabelling,
  AlarmRow,
  AuditEntry,
  Device,
  DirectoryEntry,
  MachineKey,
  LimitsChange,
  SignalGap,
  StoredScore,
  ThresholdChange,
  TrendPoint,
  WardPatient,
  WardProfile,
  User,
} from '@beatwatch/timescale';
import type { PatientChanges } from '../rank/change.ts';

// Bodies of the API's responses; the pages read the same types.

export interface SessionResponse {
  /** Absent in a demo before one was entered. */
  readonly userName?: string;
  readonly role: Role;
  /** The wards that the user may see; absent: all. */
  readonly wards?: readonly string[];
  /** Everybody who opens a page is let in as administrator. */
  readonly isDemo: boolean;
}

export interface UsersResponse {
  readonly users: readonly User[];
}

/** Where a user sets a password. */
export interface UserLinkResponse {
  readonly userId: string;
  /** Of the page, below the installation's address. */
  readonly path: string;
  readonly expiresAtMs: number;
}

export interface MachineKeysResponse {
  /** The newest first, revoked ones too. */
  readonly keys: readonly MachineKey[];
  /** What a key may be for. */
  readonly scopes: readonly { readonly name: MachineScope; readonly means: string }[];
}

/** A key that was made: shown this once. */
export interface MadeKeyResponse {
  readonly keyId: string;
  readonly name: string;
  readonly key: string;
}

export interface DevicesResponse {
  /** By id: those that nobody wears, and those of patients whom the user may see. */
  readonly devices: readonly Device[];
}

export interface BuildResponse {
  /** Empty where the server runs without a build. */
  readonly buildId: string;
}

export interface LiveTokenResponse {
  readonly token: string;
}

export interface PatientsResponse {
  readonly patients: readonly WardPatient[];
}

export interface DirectoryResponse {
  /** By ward, bed and name. */
  readonly patients: readonly DirectoryEntry[];
}

export interface PatientResponse {
  readonly patient: WardPatient;
  /** R peak of the newest scored beat: where the history ends. */
  readonly newestBeatTimeUs?: number;
  /** Of that beat; absent where it was scored by an earlier version. */
  readonly newestBeatLead?: string;
}

export interface AlarmsResponse {
  readonly alarms: readonly AlarmRow[];
}

export interface AlarmAuditResponse {
  /** Alarms raised in this time, epoch microseconds. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly audit: AlarmAudit;
}

export interface AuditLogResponse {
  /** The newest first. */
  readonly entries: readonly AuditEntry[];
  /** Asks for the entries before these; absent where there are none. */
  readonly before?: number;
}

export interface TrendResponse {
  readonly bucket: 'minute' | 'hour';
  readonly points: readonly TrendPoint[];
}

/** How everyone on the ward has changed over the last hours. */
export interface ChangesResponse {
  readonly changes: readonly (PatientChanges & { readonly patientId: PatientId })[];
}

export interface AnomalyScoresResponse {
  /** Newest first. */
  readonly anomalyScores: readonly number[];
}

export interface BeatResponse {
  readonly timeUs: number;
  readonly rrIntervalMs: number;
  readonly lead: string;
  readonly preprocessing: string;
  /** In the preprocessing's unit; absent once they have been dropped, as the waveform is. */
  readonly samples?: readonly number[];
  /** Absent while the beat has not been scored. */
  readonly score?: Pick<
    StoredScore,
    | 'modelVersion'
    | 'anomalyScore'
    | 'threshold'
    | 'anomalous'
    | 'ventricular'
    | 'beatClass'
    | 'classProbabilities'
    | 'late'
  > & {
    /** Absent where the scorer did not store it. */
    readonly reconstruction?: readonly number[];
  };
}

export interface WaveformResponse {
  readonly chunks: readonly {
    readonly lead: string;
    readonly firstSampleTimeUs: number;
    readonly samplingRateHz: number;
    readonly microvoltsPerCount: number;
    readonly samples: readonly number[];
  }[];
  /** Beats scored within the range, in order of time. */
  readonly scores: readonly Pick<
    StoredScore,
    | 'patientId'
    | 'beatTimeUs'
    | 'rrIntervalMs'
    | 'anomalyScore'
    | 'anomalous'
    | 'ventricular'
    | 'beatClass'
    | 'late'
  >[];
  /** Seconds with poor signal quality. */
  readonly poor: readonly { readonly timeUs: number; readonly endTimeUs: number }[];
}

/** An episode of an alarm with what staff said of it last. */
export interface LabelledEpisode extends AlarmEpisode {
  readonly label?: AlarmLabel;
  readonly labelledBy?: string;
}

/** The evidence of an episode of an alarm, and the alarm's history. */
export interface AlarmDetailResponse {
  /** Number of the episode of which range and strip are. */
  readonly episode: number;
  /** All of the alarm, oldest first. */
  readonly episodes: readonly LabelledEpisode[];
  readonly range: { readonly fromUs: number; readonly toUs: number };
  /** When the episode began; the strip shows that time. */
  readonly raisedUs: number;
  readonly strip: WaveformResponse;
  /** Every change, oldest first. */
  readonly history: readonly AlarmEvent[];
  /** Labels that staff gave it, oldest first. */
  readonly labels: readonly AlarmLabelling[];
}

export interface ThresholdResponse {
  /** Set by staff, newest first; a change without a value returns to the learned threshold. */
  readonly changes: readonly ThresholdChange[];
  /** Bounds of a learned threshold; absent where the model has none. */
  readonly learnedWithin?: { readonly lowest: number; readonly highest: number };
}

/** Limits of a patient's alarms that people have set. */
export interface LimitsResponse {
  /** The patient's own; absent: none. */
  readonly own?: AlarmLimits;
  /** Of the ward; absent: none. */
  readonly profile?: WardProfile;
  /** Who changed the patient's own, newest first; an empty one returns to those of the ward. */
  readonly changes: readonly LimitsChange[];
}

/** What administrators have set for the alarms of wards. */
export interface AlarmProfilesResponse {
  /** Of each ward that has one, by ward. */
  readonly profiles: readonly WardProfile[];
}

/** An alarm that another threshold, or other limits, give or take. */
export interface PreviewedAlarm extends Omit<AlarmCourse, 'changes'> {
  /** When it was raised. */
  readonly evidence?: AlarmEvent['evidence'];
}

export type PreviewedDifference = AlarmDifference<PreviewedAlarm>;

/** What another threshold, or other limits, would have changed. */
export interface AlarmPreviewResponse {
  /** The time that was looked at: it begins later than was asked for where nothing is stored of before. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly beats: number;
  readonly anomalousBefore: number;
  readonly anomalousBeats: number;
  /** Alarms that there were. */
  readonly stored: number;
  readonly gained: number;
  readonly lost: number;
  /** Raised, ended or announced at other times, or with another priority. */
  readonly moved: number;
  /** The first of them, in order of time. */
  readonly differences: readonly PreviewedDifference[];
}

/** Signal quality over a range. */
export interface QualityResponse {
  readonly bucketUs: number;
  /** Buckets with unusable seconds, and their number. */
  readonly poor: readonly { readonly timeUs: number; readonly seconds: number }[];
  readonly gaps: readonly Pick<SignalGap, 'fromUs' | 'toUs' | 'reason'>[];
  /** Minutes with beats that arrived too late for a live alarm. */
  readonly lateMinutesUs: readonly number[];
}
