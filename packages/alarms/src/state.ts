import type {
  AlarmEvent,
  AlarmKind,
  Beat,
  BeatJudgement,
  ClassProbabilities,
  PatientLimits,
  SignalSecond,
} from '@beatwatch/contracts';

/** A beat of one lead with what alarms are decided by of its judgement. */
export type JudgedBeat = Omit<BeatJudgement, 'beatClass' | 'classProbabilities'> &
  Pick<Beat, 'timeUs' | 'endTimeUs' | 'rrIntervalMs' | 'lead' | 'late' | 'axis'> & {
    readonly classProbabilities?: Pick<ClassProbabilities, 'N' | 'S' | 'V' | 'F'>;
    /** The levels that hold without a threshold of staff's. Absent where more than the levels follows from such a threshold. */
    readonly learned?: Required<Pick<BeatJudgement, 'threshold' | 'clearThreshold'>>;
    /** Log odds that the rhythm of the lead's last beats is atrial fibrillation, where a model tells. */
    readonly atrialLogOdds?: number;
  };

/** A second of one lead with what a model says of its rhythm. */
export type JudgedSecond = Omit<SignalSecond, 'patientId' | 'deviceId' | 'rhythmMeasures' | 'shiftUs'> & {
  /** Log odds of ventricular tachycardia, flutter or fibrillation in the last seconds, where a model tells. */
  readonly ventricularLogOdds?: number;
  /** Whether the lead shows what they need to count. Default: it does. */
  readonly ventricularPossible?: boolean;
};

/** What the monitor remembers of a beat of one lead. */
export interface LeadBeat extends Pick<
  JudgedBeat,
  'timeUs' | 'endTimeUs' | 'rrIntervalMs' | 'anomalyScore' | 'threshold' | 'anomalous' | 'ventricular'
> {
  /** Whether it speaks for the end of an alarm: not anomalous, and below the clear threshold. */
  readonly clear: boolean;
  /** Weight as evidence; 0 while the threshold is being learned. */
  readonly strength: number;
  /** Log odds that it is ventricular, where the model tells classes. */
  readonly ventricularLogOdds?: number;
  /** Log odds that it is ventricular and not from the atria, granted that it is a heart beat and no artefact. */
  readonly overNormalLogOdds?: number;
  readonly atrialLogOdds?: number;
}

/** A heart beat as the usable leads show it together. */
export interface KnownBeat extends LeadBeat {
  /** Leads in which it is ventricular. */
  readonly ventricularLeads: number;
}

/** One heart beat in the leads that show it; times are of the first vote's lead. */
export interface WaitingBeat {
  readonly timeUs: number;
  readonly endTimeUs: number;
  readonly votes: readonly { readonly lead: string; readonly beat: LeadBeat }[];
}

/** What the monitor remembers of a second of signal, of one lead or of all together. */
export interface KnownSecond {
  readonly timeUs: number;
  readonly endTimeUs: number;
  readonly usable: boolean;
  /** Whether it speaks for the end of a poor-signal alarm. */
  readonly clear: boolean;
  /** 0 unusable to 1 clean. */
  readonly qualityIndex: number;
  readonly leadOff: boolean;
  /** Whether the electrodes deliver a signal, good or bad: neither flat nor saturated. */
  readonly hasSignal: boolean;
  readonly fibrillationIndex: number;
  /** Tallest wave in the band of QRS complexes, over the usual height of the beats; absent where beats are not known. */
  readonly qrsShare?: number;
  readonly ventricularLogOdds?: number;
  /** False where no lead shows what the log odds need to count. */
  readonly ventricularPossible?: boolean;
}

export type QueuedObservation =
  | { readonly kind: 'beat'; readonly beat: LeadBeat }
  | { readonly kind: 'second'; readonly second: KnownSecond };

/** One lead of the patient. */
export interface LeadState {
  /** End of the newest second that has come. */
  readonly newestUs: number;
  readonly lastBeatTimeUs: number;
  /** Seconds that end later take part; 0 for all. */
  readonly joinsAfterUs: number;
  /** What waits for the other leads, in the order in which it came. */
  readonly queue: readonly QueuedObservation[];
  /** Consecutive seconds that took part, oldest first. */
  readonly seconds: readonly KnownSecond[];
  /** Beats that took part and belong to no heart beat yet. */
  readonly beats: readonly LeadBeat[];
  readonly lastPeakUs: number;
  /** Whether the last beat was ended by the lack of an R peak. */
  readonly pauseCut: boolean;
  /** Start of the usable signal that has lasted until now; 0 where the signal is unusable. */
  readonly usableSinceUs: number;
  /** The newest that a beat told. */
  readonly atrialLogOdds?: number;
}

/** What is known of atrial fibrillation. */
export interface AtrialState {
  readonly isPresent: boolean;
  /** Since when the log odds say otherwise; 0 if they do not. */
  readonly changingSinceUs: number;
  /** Share of the time that is known in fibrillation, the newest hour at most. */
  readonly burden: number;
  readonly knownUs: number;
  readonly decidedUs: number;
}

export interface OpenAlarm {
  /** The newest change. */
  readonly event: AlarmEvent;
  /** Time of that change on the patient's axis. */
  readonly sinceUs: number;
  /** Since when it waits for a person, on the patient's axis; absent where that is `sinceUs`. */
  readonly waitsSinceUs?: number;
  /** When a person acknowledged it, on the patient's axis; absent if it has become active again since. */
  readonly acknowledgedUs?: number;
}

export const monitorStateVersion = 4;

/** All that a monitor remembers: plain data of a few kilobytes a lead. */
export interface MonitorState {
  readonly version: typeof monitorStateVersion;
  /** End of the newest data, epoch time on the patient's axis; 0 before any. */
  readonly newestUs: number;
  readonly leads: Readonly<Record<string, LeadState>>;
  /** Start of the signal after the last gap in all leads; 0 before any. */
  readonly startUs: number;
  /** End of the last second that was decided on; 0 before any. */
  readonly decidedUs: number;
  /** The lead that tells when the heart beats, or the only one where beats come without seconds. */
  readonly lead?: string;
  /** Heart beats whose signal may still turn out to be bad. */
  readonly waiting: readonly WaitingBeat[];
  /** R peak of the last heart beat that was looked at for what cannot wait. */
  readonly promptUs: number;
  /** Usable consecutive heart beats, oldest first. */
  readonly beats: readonly KnownBeat[];
  /** R peaks of the ventricular beats of the last minute, and since when beats are known. */
  readonly ventricularTimesUs: readonly number[];
  readonly beatsSinceUs: number;
  readonly atrial: AtrialState;
  /** Consecutive seconds over all leads, oldest first. */
  readonly seconds: readonly KnownSecond[];
  /** Whether no lead is usable for long enough that a rhythm is not trusted. */
  readonly poor: boolean;
  /** Number of the time axis, where the data tell one. */
  readonly axis?: number;
  /** How far the axis is behind the log's times; absent within a minute. */
  readonly behindLogUs?: number;
  /** The patient's time up to which missing data were reported; 0 while data arrive. */
  readonly noDataUntilUs: number;
  /** Nothing has come for so long that the patient counts as gone: missing data are no longer reported. */
  readonly isGone?: true;
  /** Nothing is raised until the patient is admitted again. */
  readonly isDischarged?: true;
  /** The patient is away, epoch time by the clock of whoever said so: no technical alarm is raised while this is set. */
  readonly standbyUntilUs?: number;
  /** Limits that people have set in place of the usual ones; absent: none. */
  readonly limits?: PatientLimits;
  readonly open: Readonly<Partial<Record<AlarmKind, OpenAlarm>>>;
  /** The last resolved alarm of each kind. */
  readonly closed: Readonly<Partial<Record<AlarmKind, OpenAlarm>>>;
}

export const initialMonitorState: MonitorState = {
  version: monitorStateVersion,
  newestUs: 0,
  leads: {},
  startUs: 0,
  decidedUs: 0,
  waiting: [],
  promptUs: 0,
  beats: [],
  ventricularTimesUs: [],
  beatsSinceUs: 0,
  atrial: { isPresent: false, changingSinceUs: 0, burden: 0, knownUs: 0, decidedUs: 0 },
  seconds: [],
  poor: false,
  noDataUntilUs: 0,
  open: {},
  closed: {},
};

export const initialLeadState: LeadState = {
  newestUs: 0,
  lastBeatTimeUs: 0,
  joinsAfterUs: 0,
  queue: [],
  seconds: [],
  beats: [],
  lastPeakUs: 0,
  pauseCut: false,
  usableSinceUs: 0,
};
