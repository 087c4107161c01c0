import type { AlarmId } from '@beatwatch/contracts';
import type { DeliveryRepository, StoredDelivery } from '@beatwatch/timescale';
import type { Attempt, AttemptResult } from './attempt.ts';
import { refusedDelayMs, unavailablePauseMs } from './backoff.ts';

export interface DeliveryWorkerOptions {
  readonly receiver: string;
  readonly attempt: Attempt;
  /** Messages on their way at a time, each of another alarm. */
  readonly concurrency: number;
  readonly deliveries: Pick<DeliveryRepository, 'hold' | 'due' | 'delivered' | 'failed'>;
  /** Names this process. */
  readonly holder: string;
  readonly onResult: (delivery: StoredDelivery, result: AttemptResult) => void;
  /** The database failed; the worker goes on. */
  readonly onError: (error: unknown) => void;
  /** Time after which another process takes over from one that has died, ms. Default 10,000. */
  readonly holdMs?: number;
  /** How often it looks for what is due, ms. Default 1000. */
  readonly pollMs?: number;
  /** Milliseconds that only grow. Default `performance.now`. */
  readonly now?: () => number;
}

/** What a stop waits for messages that are on their way, ms. */
const stopPatienceMs = 2000;

/**
 * Delivers what waits for one receiver. The changes of an alarm go one after the other; different alarms pass each other. A receiver
 * that is away is tried with one message at a time, each time another one's, until it takes one.
 */
export class DeliveryWorker {
  readonly #options: DeliveryWorkerOptions;
  readonly #now: () => number;
  readonly #inFlight = new Map<AlarmId, Promise<void>>();
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
  #isWoken = false;
  #renewFromMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(options: DeliveryWorkerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Failures since the receiver took something last. */
  get failures(): number {
    return this.#failures;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** There may be something new. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /** What is on its way has a moment to arrive; else it waits, and is sent again with the same id. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#loop;
    const abort = setTimeout(() => {
      this.#stopping.abort();
    }, stopPatienceMs);
    await Promise.all(this.#inFlight.values());
    clearTimeout(abort);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#isWoken = false;
      try {
        await this.#round();
      } catch (error) {
        this.#options.onError(error);
      }
      await this.#pause();
    }
  }

  async #round(): Promise<void> {
    const { receiver, deliveries } = this.#options;
    if (!(await this.#hold())) return;
    const limit = this.#free();
    if (limit <= 0) return;
    const except = [...this.#inFlight.keys()];
    for (const delivery of await deliveries.due({ receiver, except, limit })) this.#begin(delivery);
  }

  async #hold(): Promise<boolean> {
    const nowMs = this.#now();
    if (nowMs < this.#renewFromMs) return true;
    const { receiver, holder, deliveries, holdMs = 10_000 } = this.#options;
    const isHeld = await deliveries.hold({ receiver, holder, holdMs });
    this.#renewFromMs = isHeld ? nowMs + holdMs / 3 : Number.NEGATIVE_INFINITY;
    return isHeld;
  }

  #free(): number {
    if (this.#stopped) return 0;
    if (this.#failures === 0) return this.#options.concurrency - this.#inFlight.size;
    return this.#inFlight.size === 0 && this.#now() >= this.#pausedUntilMs ? 1 : 0;
  }

  #begin(delivery: StoredDelivery): void {
    const { alarmId } = delivery;
    const done = this.#deliver(delivery)
      .catch(this.#options.onError)
      .finally(() => {
        this.#inFlight.delete(alarmId);
        this.wake();
      });
    this.#inFlight.set(alarmId, done);
  }

  async #deliver(delivery: StoredDelivery): Promise<void> {
    const { attempt, deliveries, onResult } = this.#options;
    const { deliveryId, attempts } = delivery;
    const result = await attempt(delivery, this.#stopping.signal);
    if (this.#stopping.signal.aborted && result.is !== 'delivered') return;
    onResult(delivery, result);
    if (result.is === 'unavailable') {
      // Of several that were on their way one counts.
      if (this.#now() >= this.#pausedUntilMs) this.#failures += 1;
      const pauseMs = unavailablePauseMs(this.#failures);
      this.#pausedUntilMs = this.#now() + pauseMs;
      // The others of the receiver come first, so that no message can stand before them all.
      await deliveries.failed(deliveryId, result.reason, pauseMs);
      return;
    }
    this.#failures = 0;
    if (result.is === 'delivered') await deliveries.delivered(deliveryId);
    else await deliveries.failed(deliveryId, result.reason, refusedDelayMs(attempts + 1));
  }

  #pause(): Promise<void> {
    if (this.#isWoken || this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs ?? 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
