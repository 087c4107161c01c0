import type { AlarmChange } from './change/alarm-change.ts';
import type { AttemptResult } from './delivery/attempt.ts';

export interface OutgoingChange {
  /** The same at each attempt: a receiver knows a repeat by it. */
  readonly id: string;
  readonly change: AlarmChange;
  /** Only where the receiver is to know it. */
  readonly patientName: string | undefined;
  /** Of this attempt. */
  readonly nowMs: number;
}

/** One way to tell a receiver. */
export interface Sender {
  /** Messages on their way at a time. */
  readonly concurrency: number;
  /** Makes one attempt; never rejects for what the receiver does. */
  send(change: OutgoingChange, signal: AbortSignal): Promise<AttemptResult>;
  /** Gives up what is open. */
  close(): void;
}
