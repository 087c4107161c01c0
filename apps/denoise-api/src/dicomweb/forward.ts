import { randomUUID } from 'node:crypto';
import type { Logger } from '@beatwatch/service-kit';
import pRetry, { AbortError } from 'p-retry';
import { z } from 'zod';
import { WorkQueue } from '../limits/work-queue.ts';
import type { ApiMetrics } from '../metrics.ts';
import type { Blob } from '../storage/encrypted-store.ts';
import { tags } from './attributes.ts';

/** The DICOMweb server to which results are forwarded. */
export interface ForwardTarget {
  /** The address before `/studies`. */
  readonly url: string;
  /** `Authorization` header. */
  readonly authorization?: string;
  /** Delay after the first attempt, doubled after each further one. Default 1000. */
  readonly firstDelayMs?: number;
  /** Longest delay. Default 60,000. */
  readonly maxDelayMs?: number;
  /** Time limit of one attempt. Default 60,000. */
  readonly attemptMs?: number;
}

export interface ForwarderOptions {
  readonly target: ForwardTarget;
  readonly metrics: ApiMetrics;
  readonly logger: Logger;
}

export const forwardingSchema = z.object({
  state: z
    .enum(['waiting', 'sent', 'refused', 'given-up'])
    .describe('`given-up`: the result expired before it was sent'),
  attempts: z.int(),
  lastProblem: z.string().optional(),
});

type ForwardingView = z.output<typeof forwardingSchema>;

/** The forwarding of one result. */
export interface Forwarding {
  view(): ForwardingView;
  /** Ends it; the state becomes `given-up` unless it is final. */
  stop(): void;
}

/** Results sent at the same time. */
const concurrency = 2;

/**
 * Forwards results to another DICOMweb server (STOW-RS, PS3.18 10.5). Retries with growing delays until the server has
 * stored a result, has refused it for good, or the result has expired. The outcome does not affect the result here.
 */
export class Forwarder {
  readonly #options: ForwarderOptions;
  readonly #queue = new WorkQueue({ concurrency, maxWaiting: 0, now: () => performance.now() });
  readonly #underWay = new Set<Forwarding>();

  constructor(options: ForwarderOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#underWay.size;
  }

  /** @param result a DICOM file; whoever removes it has to call `stop` */
  submit(result: Blob): Forwarding {
    const { metrics, logger, target } = this.#options;
    const { firstDelayMs = 1000, maxDelayMs = 60_000 } = target;
    const controller = new AbortController();
    let now: ForwardingView = { state: 'waiting', attempts: 0 };
    const forwarding: Forwarding = {
      view: () => now,
      stop: () => {
        controller.abort(new Error('forwarding stopped'));
      },
    };
    this.#underWay.add(forwarding);
    const { signal } = controller;
    const attempt = (): Promise<void> =>
      this.#queue.run(() => this.#send(result, signal), { signal, alwaysAdmitted: true });
    pRetry(attempt, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: firstDelayMs,
      maxTimeout: maxDelayMs,
      randomize: true,
      signal,
      onFailedAttempt: ({ error, attemptNumber }) => {
        metrics.forwards.inc({ outcome: 'failed' });
        if (attemptNumber === 1)
          logger.warn({ error: error.message }, 'forwarding a result failed; retrying');
        now = { state: 'waiting', attempts: attemptNumber, lastProblem: problemIn(error) };
      },
    })
      .then(
        () => {
          metrics.forwards.inc({ outcome: 'sent' });
          now = { state: 'sent', attempts: now.attempts + 1 };
        },
        (error: unknown) => {
          if (signal.aborted) {
            now = { ...now, state: 'given-up' };
          } else {
            metrics.forwards.inc({ outcome: 'refused' });
            now = { state: 'refused', attempts: now.attempts + 1, lastProblem: problemIn(error) };
            logger.error('the target server refused a result');
          }
        },
      )
      .finally(() => {
        this.#underWay.delete(forwarding);
      });
    return forwarding;
  }

  /** Ends every forwarding. */
  stop(): void {
    for (const forwarding of this.#underWay) forwarding.stop();
  }

  async #send(result: Blob, signal: AbortSignal): Promise<void> {
    const { target } = this.#options;
    const boundary = randomUUID();
    const response = await fetch(`${target.url.replace(/\/+$/, '')}/studies`, {
      method: 'POST',
      headers: {
        'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
        accept: 'application/dicom+json',
        ...(target.authorization !== undefined && { authorization: target.authorization }),
      },
      body: Buffer.concat([
        Buffer.from(`--${boundary}\r\ncontent-type: application/dicom\r\n\r\n`),
        await result.bytes(),
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
      signal: AbortSignal.any([signal, AbortSignal.timeout(target.attemptMs ?? 60_000)]),
    });
    const body = await response.text();
    if (response.ok && !hasFailures(body)) return;
    // The response of the target may name patients: shown to the sender of the image, never logged.
    const error = new Error(`status ${response.status} ${response.statusText}`, {
      cause: body.slice(0, 300),
    });
    throw isFinal(response.status) ? new AbortError(error) : error;
  }
}

/** Whether a retry cannot succeed. 409 is STOW-RS' status for no instance stored. */
const isFinal = (status: number): boolean => status < 500 && ![401, 403, 404, 408, 425, 429].includes(status);

/** Whether a STOW-RS response has items in its Failed SOP Sequence; Orthanc sends an empty one. */
function hasFailures(body: string): boolean {
  try {
    const json = JSON.parse(body) as Record<
      string,
      { readonly Value?: readonly unknown[] } | undefined
    > | null;
    return (json?.[tags.failedSopSequence]?.Value ?? []).length > 0;
  } catch {
    // XML or empty: only the status counts.
    return false;
  }
}

/** `fetch` has the reason in `cause`. */
function problemIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const why = cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : '';
  return why === '' ? error.message : `${error.message}: ${why}`;
}
