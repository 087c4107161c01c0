import type { AlarmRow, Patient, StoredScore, TrendPoint } from '@beatwatch/timescale/client';

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
  /** Dimensionless: mean 0, standard deviation 1. */
  readonly samples: readonly number[];
  /** Absent while the beat has not been scored. */
  readonly score?: Pick<StoredScore, 'modelVersion' | 'loss' | 'threshold' | 'anomalous'> & {
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
    'patientId' | 'beatTimeUs' | 'rrIntervalMs' | 'loss' | 'anomalous'
  >[];
}
