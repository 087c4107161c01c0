import type {
  AdmissionCommand,
  AlarmEvent,
  AlarmId,
  AlarmLabel,
  AlarmLimits,
  PatientId,
  Score,
  Silence,
  SilenceScope,
  SignalSecond,
  SystemNotice,
} from '@beatwatch/contracts';
import type { DeviceMessages } from './devices.ts';
import { LiveProtocolError } from './errors.ts';
import type { LeadChoice } from './leads.ts';
import type { RequestRefusal } from './refusals.ts';

/** Patients that a client subscribes to: all, those of one ward, or one; with one, the alarms of all come as well. */
export type Room = 'all' | `ward:${string}` | `patient:${string}`;

/** @throws LiveProtocolError unless the value is `all`, `ward:NAME` or `patient:ID`, 200 characters at most */
export function parseRoom(value: unknown): Room {
  if (value === 'all') return value;
  if (typeof value === 'string' && value.length <= 200 && /^(ward|patient):./.test(value))
    return value as Room;
  throw new LiveProtocolError('unknown-room', `room: expected 'all', 'ward:NAME' or 'patient:ID'`);
}

/** The client's `auth` object when it connects. */
export interface Handshake {
  /** From the dashboard, which signs it for a minute: who the user is for acknowledgements, labels and thresholds. */
  readonly token: string;
}

/** The fields of a score that screens show. */
export type LiveScore = Pick<
  Score,
  | 'patientId'
  | 'beatTimeUs'
  | 'lead'
  | 'anomalyScore'
  | 'threshold'
  | 'anomalous'
  | 'ventricular'
  | 'beatClass'
  | 'rrIntervalMs'
>;

/** The fields of a second of signal that screens show. */
export type LiveSecond = Pick<
  SignalSecond,
  'patientId' | 'lead' | 'timeUs' | 'endTimeUs' | 'qualityIndex' | 'faults'
>;

/** Time of the last data from a patient, on the gateway's clock. */
interface PatientSeen {
  readonly patientId: PatientId;
  readonly seenAtMs: number;
}

/** A patient whose signal comes and is not being judged. */
export interface UnjudgedPatient {
  readonly patientId: PatientId;
  /** Since when, on the gateway's clock. */
  readonly sinceMs: number;
}

/** Complete state of a room: sent on subscribing, and again after a slow client has skipped ticks. */
export interface Snapshot extends DeviceMessages {
  /** Of the tick that it comes with; the client confirms it with `seen`. */
  readonly number: number;
  /** Epoch time on the gateway's clock. */
  readonly serverTimeMs: number;
  readonly patients: readonly PatientSeen[];
  /** Last seconds of each patient, from `encodeWaveforms`; empty unless the client has just subscribed. */
  readonly waveforms: Uint8Array | ArrayBuffer;
  /** Scores of the same seconds, in order of arrival. */
  readonly scores: readonly LiveScore[];
  readonly seconds: readonly LiveSecond[];
  /** The open alarms of the room (of all patients in that of one), the most urgent first; of those that are not of high priority at most 1,000. */
  readonly alarms: readonly AlarmEvent[];
  /** What hinders the monitoring, whatever the room: open now, or ended in the last minute. Most severe first. */
  readonly notices: readonly SystemNotice[];
  /** What is muted on every screen that shows these patients, the oldest first; what has ended stays for 20 s. */
  readonly silences: readonly Silence[];
  /** Those of the room who are not being judged: no state of theirs is current. */
  readonly unjudged: readonly UnjudgedPatient[];
  /** Who has left the ward in the last minutes: discharged, or a signal that ended as it was meant to; absent where nobody has. */
  readonly left?: readonly PatientId[];
  /** Ticks not sent since the client connected, because it fell behind. */
  readonly skippedTicks: number;
}

/** Data received since the last tick. */
export interface Tick extends DeviceMessages {
  /** Counts up by one; the client confirms it with `seen`. */
  readonly number: number;
  readonly serverTimeMs: number;
  readonly waveforms: Uint8Array | ArrayBuffer;
  readonly scores: readonly LiveScore[];
  readonly seconds: readonly LiveSecond[];
  /** Changes of alarms, in order of arrival. */
  readonly alarms: readonly AlarmEvent[];
  /** Changes of system notices, whatever the room, in order of arrival. */
  readonly notices: readonly SystemNotice[];
  /** All silences of the room; absent where they are the same as at the tick before. */
  readonly silences?: readonly Silence[];
  /** Whose coming, moving or leaving somebody has asked for: what is stored of them changes within a second or two. */
  readonly admissions?: readonly PatientId[];
  /** Who has left the ward. */
  readonly left?: readonly PatientId[];
  /** All of the room who are not being judged; absent where they are the same as at the tick before. */
  readonly unjudged?: readonly UnjudgedPatient[];
}

/** Range that `setThreshold` accepts, in the unit of the anomaly score. */
export const thresholdLimits = { min: 0.01, max: 10_000 } as const;

/** Whether an alarm was true or false. Resolved alarms can be labelled too. */
export interface LabelRequest {
  readonly patientId: PatientId;
  readonly alarmId: AlarmId;
  readonly label: AlarmLabel;
  /** Number of the change that began the episode which is meant; absent: the newest that is stored. */
  readonly episode?: number;
}

type Asked<Command> = Command extends AdmissionCommand ? Omit<Command, 'actor' | 'timeUs'> : never;
/** To admit, move or discharge a patient, or to say that he is away until a time at most `longestStandbyMs` from now. */
export type AdmissionRequest = Asked<AdmissionCommand>;

/** Longest time for which a patient can be away. */
export const longestStandbyMs = 12 * 3_600_000;

export interface ThresholdRequest {
  readonly patientId: PatientId;
  /** Within `thresholdLimits`. Absent: go back to the learned threshold. */
  readonly value?: number;
}

export interface LimitsRequest {
  readonly patientId: PatientId;
  /** The patient's own, all of them; empty: go back to those of the ward. */
  readonly limits: AlarmLimits;
}

/** Mutes alarms on every screen; one that holds for the same scope ends. */
export interface SilenceRequest {
  readonly scope: SilenceScope;
  /** Whole seconds, within `silenceSeconds`. */
  readonly seconds: number;
}

/** Outcome of a request; where it was refused, why. */
export type RequestResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** A sentence: in English from the gateway, in the language of the page from the page itself. */
      readonly message: string;
      /** Absent where the page itself has found out that nothing was done. */
      readonly code?: RequestRefusal['code'];
      /** What the sentence speaks of. */
      readonly values?: Readonly<Record<string, string | number>>;
    };

export interface ServerToClientEvents {
  snapshot: (snapshot: Snapshot) => void;
  tick: (tick: Tick) => void;
}

export interface ClientToServerEvents {
  /** Subscribes to a room in place of the one before; a snapshot follows once those before are confirmed. */
  subscribe: (room: Room, reply: (result: RequestResult) => void) => void;
  /**
   * Which leads of patients to send, in place of all choices before; of everyone else the usual lead is sent. Where a chosen
   * lead does not come, the usual one does. A full snapshot follows.
   */
  chooseLeads: (choices: readonly LeadChoice[], reply: (result: RequestResult) => void) => void;
  /** Confirms that a tick or a snapshot was processed, by its number. A client with too many unconfirmed ticks gets no more until it catches up. */
  seen: (tickNumber: number) => void;
  acknowledge: (alarm: { readonly alarmId: AlarmId }, reply: (result: RequestResult) => void) => void;
  label: (request: LabelRequest, reply: (result: RequestResult) => void) => void;
  /** Takes effect with the next scored beat. */
  setThreshold: (request: ThresholdRequest, reply: (result: RequestResult) => void) => void;
  /** Takes effect with the next beat or second. */
  setLimits: (request: LimitsRequest, reply: (result: RequestResult) => void) => void;
  /** Mutes alarms for a time, on every screen within a second. */
  silence: (request: SilenceRequest, reply: (result: RequestResult) => void) => void;
  /** Ends it before its time. */
  endSilence: (request: { readonly silenceId: string }, reply: (result: RequestResult) => void) => void;
  /** Takes effect, and is stored, within a second or two. */
  admission: (request: AdmissionRequest, reply: (result: RequestResult) => void) => void;
  /** A newer token of the same session, with another name of its user. */
  identify: (auth: Handshake, reply: (result: RequestResult) => void) => void;
  /** Replies immediately: measures the round trip. */
  echo: (reply: () => void) => void;
}
