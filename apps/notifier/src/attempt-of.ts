import type { Repositories } from '@beatwatch/timescale';
import { alarmChangeSchema } from './change/alarm-change.ts';
import type { Attempt } from './delivery/attempt.ts';
import type { Receiver } from './receivers/receiver.ts';
import { webhookBody } from './webhook/webhook-body.ts';
import { sendWebhook } from './webhook/send-webhook.ts';

/** How a receiver is told. */
export function attemptOf(
  receiver: Receiver,
  patients: Pick<Repositories['patients'], 'find'>,
  nowMs: () => number,
): Attempt {
  return async ({ deliveryId, patientId, change }, signal) => {
    const patient = receiver.patientNames ? await patients.find(patientId) : undefined;
    const { success, data } = alarmChangeSchema.safeParse(change);
    if (!success) return { is: 'refused', reason: 'stored by another version of Beatwatch' };
    const body = webhookBody(data, patient?.displayName);
    return sendWebhook(receiver, { id: deliveryId, body, nowMs: nowMs() }, signal);
  };
}
