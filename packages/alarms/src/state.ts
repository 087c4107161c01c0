import type { AlarmEvent, AlarmKind } from '@beatwatch/contracts';

/** One beat of one lead as a model judged it. */
export interface JudgedBeat {
  /** Epoch time of the R peak. */
  readonly timeUs: number;
  /** Epoch time of the next R peak, or of the end of a pause that was cut. */
  readonly endTimeUs: number;
  readonly rrIntervalMs: number;
  readonly precedingRrIntervalMs?: number;
  readonly lead: string;
  /** 0 or more. */
  readonly loss: number;
  /** Above it a beat is anomalous; absent while it is being learned. */
  readonly threshold?: number;
  /** A beat below it is calm; absent: one that is not anomalous. */
  readonly calmBelow?: number;
  readonly anomalous: boolean;
  readonly ventricular: boolean;
  /** How much it counts as evidence: about 1 at the threshold, 3 where there is hardly a doubt. Default loss over threshold. */
  readonly strength?: number;
  /** Came too late for an alarm. */
  readonly late?: true;
}

/** What is kept of a beat. */
export interface KnownBeat {
  readonly timeUs: number;
  readonly endTimeUs: number;
  readonly rrIntervalMs: number;
  readonly loss: number;
  readonly threshold?: number;
  readonly anomalous: boolean;
  readonly calm: boolean;
  readonly ventricular: boolean;
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
