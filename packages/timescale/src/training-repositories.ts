import type {
  AlarmEvidence,
  AlarmKind,
  Beat,
  BeatClass,
  ModelVersion,
  PatientId,
} from '@beatwatch/contracts';
import type { AlarmLabelling, StoredBeat, TimeRange } from './stored-rows.ts';

/** What a model said of a beat, without the beat. */
export interface BeatVerdict {
  /** Empty in rows from before the lead belonged to the key: of the one beat of its time. */
  readonly lead: string;
  readonly timeUs: number;
  /** False while the patient was still being learned. */
  readonly decided: boolean;
  readonly anomalous: boolean;
  readonly ventricular: boolean;
  /** Absent where the model tells no classes. */
  readonly beatClass?: BeatClass;
}

/** An episode of an alarm, with everything that people said of it. */
export interface LabelledAlarm {
  /** Of the first one the alarm's id; of the others with the number of the episode after it. */
  readonly episodeId: string;
  readonly patientId: PatientId;
  readonly kind: AlarmKind;
  /** When its condition was met. */
  readonly raisedTimeUs: number;
  /** When its condition was over; absent while it lasts. */
  readonly endedUs?: number;
  readonly evidence: AlarmEvidence;
  /** Oldest first. */
  readonly labels: readonly Pick<AlarmLabelling, 'actor' | 'label' | 'timeUs'>[];
}

/** `context`: what a model sees of a patient before a beat of the test. */
export type SelectionPart = 'train' | 'validation' | 'test' | 'context';

/** A beat that a model is trained or compared on, with what is known of it. */
export interface SelectedBeat {
  readonly beat: Beat;
  readonly part: SelectionPart;
  /** Absent where nobody knows. */
  readonly normal?: boolean;
  /** Whether people said so. */
  readonly labelled: boolean;
  /** Whether the signal around it is good enough to learn from. */
  readonly learnable: boolean;
}

/** Measures of one patient at one time. */
export interface DriftSample {
  readonly anomalyScores: readonly number[];
  readonly heartRatesBpm: readonly number[];
  /** Of seconds of all leads. */
  readonly qualityIndexes: readonly number[];
}

/** A data set that a model was trained on. */
export interface StoredSelection {
  /** `sha256:` and 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** How it was made, plain JSON. */
  readonly summary: unknown;
  readonly beats: readonly SelectedBeat[];
}

/** Rows that models are trained and compared on. */
export interface TrainingRepositories {
  /** What a model may learn from. */
  readonly training: {
    /** With beats of this preprocessing, by id. */
    patients(
      range: Omit<TimeRange, 'patientId'> & { readonly preprocessing: string },
    ): Promise<readonly PatientId[]>;
    /** Beats without their samples, in order of time and lead. */
    beats(
      range: TimeRange & { readonly preprocessing: string },
    ): Promise<readonly { readonly lead: string; readonly timeUs: number; readonly late: boolean }[]>;
    /** The newest verdict on each beat, in order of time and lead. @param judgedBy Default: any model's */
    verdicts(range: TimeRange, judgedBy?: ModelVersion): Promise<readonly BeatVerdict[]>;
    /** The beats of these times, of all leads, in order of time and lead; those whose samples are still kept. */
    samples(patientId: PatientId, timesUs: readonly number[]): Promise<readonly StoredBeat[]>;
    /** Alarms raised in the range, in order of time. */
    alarms(range: TimeRange): Promise<readonly LabelledAlarm[]>;
  };
  /** How measures of a patient were at different times. */
  readonly drift: {
    /** Spread evenly over the time. Of the scores those after the model knew the patient. */
    sample(
      range: TimeRange,
      options: { readonly modelVersion: ModelVersion; readonly mostValues: number },
    ): Promise<DriftSample>;
    /** Which model scored whom in the range, and since which hour it has. */
    scored(range: Omit<TimeRange, 'patientId'>): Promise<
      readonly {
        readonly patientId: PatientId;
        readonly modelVersion: ModelVersion;
        readonly firstUs: number;
      }[]
    >;
  };
  readonly selections: {
    /** Once per fingerprint. */
    save(selection: StoredSelection): Promise<void>;
    find(fingerprint: string): Promise<StoredSelection | undefined>;
    /** Newest first, at most `limit`. */
    list(limit: number): Promise<
      readonly (Pick<StoredSelection, 'fingerprint' | 'summary'> & {
        readonly preprocessing: string;
        readonly storedAtUs: number;
      })[]
    >;
  };
}
