import type { AlarmEvent, AlarmKind, Beat, BeatJudgement } from '@beatwatch/contracts';

/** A beat of the lead that alarms are decided on, with its judgement. */
export type JudgedBeat = BeatJudgement &
  Pick<Beat, 'timeUs' | 'endTimeUs' | 'rrIntervalMs' | 'lead' | 'late'>;

/** What the monitor keeps of a beat. */
export interface KnownBeat
  extends
    Pick<JudgedBeat, 'timeUs' | 'endTimeUs' | 'rrIntervalMs'>,
    Pick<JudgedBeat, 'loss' | 'threshold' | 'anomalous' | 'ventricular'> {
  /** Speaks for the end of an alarm. */
  readonly calm: boolean;
  /** 0 while the threshold is being learned. */
  readonly strength: number;
}

/** What is kept of a second of signal. */
export interface KnownSecond {
  readonly timeUs: number;
  readonly endTimeUs: number;
  readonly usable: boolean;
  /** Good enough to end the alarm of a poor signal. */
  readonly clear: boolean;
  /** 0 unusable to 1 clean. */
  readonly qualityIndex: number;
  readonly leadOff: boolean;
  /** The electrodes give a signal, good or bad: neither flat nor beyond the range. */
  readonly hasSignal: boolean;
  readonly fibrillationIndex: number;
}

export interface OpenAlarm {
  /** Its newest change. */
  readonly event: AlarmEvent;
  /** When that happened, on the patient's time axis. */
  readonly sinceUs: number;
  /** When a person acknowledged it, on the patient's time axis; absent once it has become active since. */
  readonly acknowledgedUs?: number;
}

export const monitorStateVersion = 2;

/** All that a monitor remembers: plain data of a few kilobytes. */
export interface MonitorState {
  /** Of this shape: what another version stored is not understood. */
  readonly version: typeof monitorStateVersion;
  /** End of the newest data, epoch time on the patient's axis; 0 before any. */
  readonly newestUs: number;
  readonly lastBeatTimeUs: number;
  readonly lastSecondEndUs: number;
  readonly lead?: string;
  /** Beats that wait for the seconds that they lie in. */
  readonly waiting: readonly KnownBeat[];
  /** Usable beats in a row, oldest first. */
  readonly beats: readonly KnownBeat[];
  /** Seconds in a row, oldest first. */
  readonly seconds: readonly KnownSecond[];
  readonly lastPeakUs: number;
  /** Whether the last beat was ended by the lack of an R peak. */
  readonly pauseCut: boolean;
  /** Since when the signal has been usable without a break; 0 where it is not. */
  readonly usableSinceUs: number;
  /** By the clock of whoever waits; 0 while data come. */
  readonly silentUntilUs: number;
  readonly open: Readonly<Partial<Record<AlarmKind, OpenAlarm>>>;
  /** The last resolved alarm of a kind. */
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
  silentUntilUs: 0,
  open: {},
  closed: {},
};
