import type { Repositories } from '@beatwatch/timescale';
import { alarmChangeSchema } from './change/alarm-change.ts';
import type { Attempt } from './delivery/attempt.ts';
import { hl7Sender } from './hl7/hl7-sender.ts';
import type { Sender } from './outgoing-change.ts';
import type { Receiver } from './receivers/receiver.ts';
import { webhookSender } from './webhook/webhook-sender.ts';

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
