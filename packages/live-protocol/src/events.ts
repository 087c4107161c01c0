import type { AlarmEvent, AlarmId, AlarmLabel, PatientId, Score, SignalSecond } from '@beatwatch/contracts';
import { LiveProtocolError } from './errors.ts';

/** What a client watches: everyone, one ward or one patient. */
export type Room = 'all' | `ward:${string}` | `patient:${string}`;

/** @throws LiveProtocolError where the text names no room. */
export function parseRoom(text: unknown): Room {
  if (text === 'all') return text;
  if (typeof text === 'string' && text.length <= 200 && /^(ward|patient):./.test(text)) return text as Room;
  throw new LiveProtocolError('unknown-room', `room: expected 'all', 'ward:NAME' or 'patient:ID'`);
}

/** Sent by the client as socket.io's `auth`. */
export interface Handshake {
  /** Who acknowledges, labels and sets thresholds, 1 to 80 characters. Default `staff`. */
  readonly actor?: string;
}

/** What a screen needs of a score. */
export type LiveScore = Pick<
  Score,
  'patientId' | 'beatTimeUs' | 'loss' | 'threshold' | 'anomalous' | 'ventricular' | 'rrIntervalMs'
>;

/** What a screen needs of a second of signal. */
export type LiveSecond = Pick<
  SignalSecond,
  'patientId' | 'lead' | 'timeUs' | 'endTimeUs' | 'qualityIndex' | 'faults'
>;

/** When data of a patient last reached the gateway, on the gateway's clock. */
export interface PatientSeen {
  readonly patientId: PatientId;
  readonly seenAtMs: number;
}

/** All that a client needs to begin, or to begin again after ticks were left out. */
export interface Snapshot {
  /** The gateway's clock, epoch. */
  readonly serverTimeMs: number;
  readonly patients: readonly PatientSeen[];
  /** The last seconds of each patient for a newcomer, empty after left-out ticks: see `encodeWaveforms`. */
  readonly waveforms: Uint8Array | ArrayBuffer;
  /** Of the same seconds, in order of arrival. */
  readonly scores: readonly LiveScore[];
  readonly seconds: readonly LiveSecond[];
  /** Every open alarm of the room; those not listed are over. */
  readonly alarms: readonly AlarmEvent[];
  /** Ticks that were left out because this client did not keep up, since it connected. */
  readonly skippedTicks: number;
}

/** What came in since the last tick. */
export interface Tick {
  /** Up by one from tick to tick; a client returns it with `seen`. */
  readonly number: number;
  readonly serverTimeMs: number;
  readonly waveforms: Uint8Array | ArrayBuffer;
  readonly scores: readonly LiveScore[];
  readonly seconds: readonly LiveSecond[];
  /** Changes of alarms. */
  readonly alarms: readonly AlarmEvent[];
}

/** Limits of what `setThreshold` may ask for, in the unit of the score's loss. */
export const thresholdLimits = { min: 0.01, max: 10_000 } as const;

/** Whether an alarm was right: also of alarms that are long over. */
export interface LabelRequest {
  readonly patientId: PatientId;
  readonly alarmId: AlarmId;
  readonly label: AlarmLabel;
}

export interface ThresholdRequest {
  readonly patientId: PatientId;
  /** Within `thresholdLimits`; without it the learned threshold holds again. */
  readonly value?: number;
}

/** Plain words for the person who asked, where it did not work. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly message: string };

export interface ServerToClientEvents {
  snapshot: (snapshot: Snapshot) => void;
  tick: (tick: Tick) => void;
}

export interface ClientToServerEvents {
  /** Chooses what to watch; a snapshot of it follows. Leaves the room before. */
  watch: (room: Room, answer: (answer: Answer) => void) => void;
  /** Flow control: the tick is dealt with. A client that falls behind gets no further ticks until it catches up. */
  seen: (tickNumber: number) => void;
  acknowledge: (alarm: { readonly alarmId: AlarmId }, answer: (answer: Answer) => void) => void;
  label: (request: LabelRequest, answer: (answer: Answer) => void) => void;
  /** In force with the next beat that is scored. */
  setThreshold: (request: ThresholdRequest, answer: (answer: Answer) => void) => void;
  /** Answers at once, for measuring the round trip. */
  echo: (answer: () => void) => void;
}
