import type { AlarmEvent } from '@beatwatch/contracts';
import type {
  AlarmLabelling,
  AlarmRow,
  Patient,
  SignalGap,
  StoredScore,
  ThresholdChange,
  TrendPoint,
} from '@beatwatch/timescale';

/** What the API routes answer: the pages read these same shapes. */
export interface PatientsAnswer {
  readonly patients: readonly Patient[];
}

export interface PatientAnswer {
  readonly patient: Patient;
  /** R peak of the newest scored beat: where the history ends. */
  readonly newestBeatTimeUs?: number;
}

export interface AlarmsAnswer {
  readonly alarms: readonly AlarmRow[];
}

export interface TrendAnswer {
  readonly bucket: 'minute' | 'hour';
  readonly points: readonly TrendPoint[];
}

export interface LossesAnswer {
  /** Newest first. */
  readonly losses: readonly number[];
}

export interface BeatAnswer {
  readonly timeUs: number;
  readonly rrIntervalMs: number;
  readonly lead: string;
  readonly preprocessing: string;
  /** In the preprocessing's unit. */
  readonly samples: readonly number[];
  /** Absent while the beat has not been scored. */
  readonly score?: Pick<
    StoredScore,
    'modelVersion' | 'loss' | 'threshold' | 'anomalous' | 'ventricular' | 'late'
  > & {
    /** Absent where the scorer did not keep it. */
    readonly reconstruction?: readonly number[];
  };
}

export interface WaveformAnswer {
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
    'patientId' | 'beatTimeUs' | 'rrIntervalMs' | 'loss' | 'anomalous' | 'ventricular' | 'late'
  >[];
  /** Seconds whose signal cannot be trusted. */
  readonly poor: readonly { readonly timeUs: number; readonly endTimeUs: number }[];
}

/** All that speaks for an alarm, and what became of it. */
export interface AlarmDetailAnswer {
  readonly range: { readonly fromUs: number; readonly toUs: number };
  /** When it was raised, or raised again: the strip is that of the last time. */
  readonly raisedUs: number;
  readonly strip: WaveformAnswer;
  /** Every change, oldest first. */
  readonly history: readonly AlarmEvent[];
  /** What people said of it, oldest first. */
  readonly labels: readonly AlarmLabelling[];
}

export interface ThresholdAnswer {
  /** What people set, newest first; without a value: back to the learned one. */
  readonly changes: readonly ThresholdChange[];
  /** What the model learns lies within; absent where the model has no bounds. */
  readonly learnedWithin?: { readonly lowest: number; readonly highest: number };
}

/** How far the signal of a range can be trusted. */
export interface QualityAnswer {
  readonly bucketUs: number;
  /** Buckets that hold unusable seconds, and how many. */
  readonly poor: readonly { readonly timeUs: number; readonly seconds: number }[];
  readonly gaps: readonly Pick<SignalGap, 'fromUs' | 'toUs' | 'reason'>[];
  /** Minutes with beats that came too late for a live alarm. */
  readonly lateMinutesUs: readonly number[];
}
