import type { Repositories } from '@beatwatch/timescale';
import { alarmChangeSchema, type AlarmChange } from './change/alarm-change.ts';
import type { Attempt, AttemptResult } from './delivery/attempt.ts';
import { hl7Sender } from './hl7/hl7-sender.ts';
import type { Receiver } from './receivers/receiver.ts';
import { webhookSender } from './webhook/webhook-sender.ts';

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

export const senderOf = (receiver: Receiver): Sender =>
  receiver.type === 'webhook' ? webhookSender(receiver) : hl7Sender(receiver);

/** An attempt at a stored delivery. */
export function attemptBy(
  sender: Sender,
  receiver: Receiver,
  patients: Pick<Repositories['patients'], 'find'>,
  nowMs: () => number,
): Attempt {
  return async ({ deliveryId, patientId, change }, signal) => {
    const { success, data } = alarmChangeSchema.safeParse(change);
    if (!success) return { is: 'refused', reason: 'stored by another version of Beatwatch' };
    const patient = receiver.patientNames ? await patients.find(patientId) : undefined;
    const outgoing = { id: deliveryId, change: data, patientName: patient?.displayName, nowMs: nowMs() };
    return sender.send(outgoing, signal);
  };
}
