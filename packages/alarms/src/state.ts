import type { AlarmEvent, AlarmKind, Beat, BeatJudgement } from '@beatwatch/contracts';

/** A beat of the lead that alarms are decided on, with its judgement. */
export type JudgedBeat = BeatJudgement &
  Pick<Beat, 'timeUs' | 'endTimeUs' | 'rrIntervalMs' | 'lead' | 'late'>;

/** What the monitor remembers of a beat. */
export interface KnownBeat extends Pick<
  JudgedBeat,
  'timeUs' | 'endTimeUs' | 'rrIntervalMs' | 'anomalyScore' | 'threshold' | 'anomalous' | 'ventricular'
> {
  /** Whether it speaks for the end of an alarm: not anomalous, and below the clear threshold. */
  readonly clear: boolean;
  /** Weight as evidence; 0 while the threshold is being learned. */
  readonly strength: number;
}

/** What the monitor remembers of a second of signal. */
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
}

export interface OpenAlarm {
  /** The newest change. */
  readonly event: AlarmEvent;
  /** Time of that change on the patient's axis. */
  readonly sinceUs: number;
  /** When a person acknowledged it, on the patient's axis; absent if it has become active again since. */
  readonly acknowledgedUs?: number;
}

export const monitorStateVersion = 4;

/** All that a monitor remembers: plain data of a few kilobytes. */
export interface MonitorState {
  readonly version: typeof monitorStateVersion;
  /** End of the newest data, epoch time on the patient's axis; 0 before any. */
  readonly newestUs: number;
  readonly lastBeatTimeUs: number;
  readonly lastSecondEndUs: number;
  readonly lead?: string;
  /** Beats whose seconds are not all known yet. */
  readonly waiting: readonly KnownBeat[];
  /** Usable consecutive beats, oldest first. */
  readonly beats: readonly KnownBeat[];
  /** Consecutive seconds, oldest first. */
  readonly seconds: readonly KnownSecond[];
  readonly lastPeakUs: number;
  /** Whether the last beat was ended by the lack of an R peak. */
  readonly pauseCut: boolean;
  /** Start of the usable signal that has lasted until now; 0 where the signal is unusable. */
  readonly usableSinceUs: number;
  /** The patient's time up to which missing data were reported; 0 while data arrive. */
  readonly noDataUntilUs: number;
  readonly open: Readonly<Partial<Record<AlarmKind, OpenAlarm>>>;
  /** The last resolved alarm of each kind. */
  readonly closed: Readonly<Partial<Record<AlarmKind, OpenAlarm>>>;
}

export const initialMonitorState: MonitorState = {
  version: monitorStateVersion,
  newestUs: 0,
  lastBeatTimeUs: 0,
  lastSecondEndUs: 0,
  waiting: [],
  beats: [],
  seconds: [],
  lastPeakUs: 0,
  pauseCut: false,
  usableSinceUs: 0,
  noDataUntilUs: 0,
  open: {},
  closed: {},
};
