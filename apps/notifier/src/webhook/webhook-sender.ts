import { Webhook } from 'standardwebhooks';
import type { AttemptResult } from '../delivery/attempt.ts';
import type { WebhookReceiver } from '../receivers/receiver.ts';
import type { OutgoingChange, Sender } from '../outgoing-change.ts';
import { webhookBody } from './webhook-body.ts';

/** These say that the receiver cannot take anything now: too early, too many, and what a proxy says of a server that is away. */
const busyStatuses = new Set([408, 425, 429, 502, 503, 504]);

/** Posts changes to a webhook, those of different alarms side by side. */
export const webhookSender = (receiver: WebhookReceiver): Sender => ({
  concurrency: 8,
  send: (change, signal) => post(receiver, change, signal),
  close: () => undefined,
});

/**
 * Posts a body once, signed as Standard Webhooks has it. Redirects are not followed, and what the receiver writes is not read.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
async function post(
  { url, secrets, headers, timeoutS }: WebhookReceiver,
  { id, change, patientName, nowMs }: OutgoingChange,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const body = webhookBody(change, patientName);
  const time = new Date(nowMs);
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, time, body));
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutS * 1000)]),
      headers: {
        'user-agent': 'beatwatch',
        ...headers,
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(nowMs / 1000)),
        'webhook-signature': signatures.join(' '),
      },
      body,
    });
    await response.body?.cancel();
    return resultOf(response);
  } catch (error) {
    return { is: 'unavailable', reason: reasonOf(error, timeoutS) };
  }
}

function resultOf({ ok, status }: Pick<Response, 'ok' | 'status'>): AttemptResult {
  if (ok) return { is: 'delivered' };
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
  return {
    is: busyStatuses.has(status) ? 'unavailable' : 'refused',
    reason: `HTTP status ${status}${redirect}`,
  };
}

function reasonOf(error: unknown, timeoutS: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no response within ${timeoutS} s`;
  // What went wrong is in the cause of fetch's own error.
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
