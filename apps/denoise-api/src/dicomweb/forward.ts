import { randomUUID } from 'node:crypto';
import type { Logger } from '@beatwatch/service-kit';
import pRetry, { AbortError } from 'p-retry';
import { z } from 'zod';
import { WorkQueue } from '../limits/work-queue.ts';
import type { ApiMetrics } from '../metrics.ts';
import type { Blob } from '../storage/encrypted-store.ts';
import { tags } from './attributes.ts';

/** Another DICOMweb server. */
export interface ForwardTarget {
  /** The address before `/studies`. */
  readonly url: string;
  /** `Authorization` header. */
  readonly authorization?: string;
  /** Between the first two attempts; doubles from one to the next. Default 1000. */
  readonly firstDelayMs?: number;
  /** Between two attempts at most. Default 60,000. */
  readonly maxDelayMs?: number;
  /** For one attempt. Default 60,000. */
  readonly attemptMs?: number;
}

export interface ForwarderOptions {
  readonly target: ForwardTarget;
  readonly metrics: ApiMetrics;
  readonly logger: Logger;
}

export const forwardingSchema = z.object({
  state: z.enum(['waiting', 'sent', 'refused', 'given-up']).describe('`given-up`: its retention has ended'),
  attempts: z.int(),
  lastProblem: z.string().optional(),
});

type ForwardingView = z.output<typeof forwardingSchema>;

/** One result on its way. */
export interface Forwarding {
  view(): ForwardingView;
  /** Gives up. */
  stop(): void;
}

/** Sends at a time. */
const concurrency = 2;

/**
 * Hands results to another DICOMweb server (STOW-RS, PS3.18 10.5), again and again with growing pauses until it has
 * taken them, has said that it never will, or their retention has ended. What becomes of it changes nothing here.
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

  /** @param result a DICOM file; it is given up when `stop` is called, as who removes it does */
  submit(result: Blob): Forwarding {
    const { metrics, logger, target } = this.#options;
    const { firstDelayMs = 1000, maxDelayMs = 60_000 } = target;
    const controller = new AbortController();
    let now: ForwardingView = { state: 'waiting', attempts: 0 };
    const forwarding: Forwarding = {
      view: () => now,
      stop: () => {
        controller.abort(new Error('given up'));
      },
    };
    this.#underWay.add(forwarding);
    const { signal } = controller;
    const attempt = (): Promise<void> =>
      this.#queue.run(() => this.#send(result, signal), { signal, sure: true });
    pRetry(attempt, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: firstDelayMs,
      maxTimeout: maxDelayMs,
      randomize: true,
      signal,
      onFailedAttempt: ({ error, attemptNumber }) => {
        metrics.forwards.inc({ outcome: 'failed' });
        if (attemptNumber === 1) logger.warn({ error: error.message }, 'a result could not be forwarded yet');
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
            logger.error('the server that results are forwarded to refuses one');
          }
        },
      )
      .finally(() => {
        this.#underWay.delete(forwarding);
      });
    return forwarding;
  }

  /** Gives up on everything. */
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
    // What the other server says may name patients: it is for whoever sent the image, and for no log.
    const error = new Error(`found ${response.status} ${response.statusText}`, { cause: body.slice(0, 300) });
    throw isFinal(response.status) ? new AbortError(error) : error;
  }
}

/** What sending the same again does not change. 409 is how STOW-RS says that it took none of the instances. */
const isFinal = (status: number): boolean => status < 500 && ![401, 403, 404, 408, 425, 429].includes(status);

/** Whether an answer of STOW-RS has a Failed SOP Sequence with anything in it; Orthanc sends an empty one. */
function hasFailures(body: string): boolean {
  try {
    const json = JSON.parse(body) as Record<
      string,
      { readonly Value?: readonly unknown[] } | undefined
    > | null;
    return (json?.[tags.failedSopSequence]?.Value ?? []).length > 0;
  } catch {
    // XML, or nothing: the status says what there is to say.
    return false;
  }
}

/** `fetch` keeps the reason in the cause. */
function problemIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const why = cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : '';
  return why === '' ? error.message : `${error.message}: ${why}`;
}
