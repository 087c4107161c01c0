import type { ReceivedMessage } from './port.ts';

export interface PartitionWorkerOptions {
  /** Removes the messages to deliver next from their source, in order; empty while there are none. */
  readonly take: () => readonly ReceivedMessage[];
  readonly deliver: (messages: readonly ReceivedMessage[]) => Promise<void>;
  readonly isPaused: () => boolean;
  /** Called after a delivery resolved. */
  readonly onDelivered?: (messages: readonly ReceivedMessage[]) => void;
  /** Called after a delivery rejected; the same messages are delivered again in `retryInMs`. */
  readonly onRejected: (error: unknown, messages: readonly ReceivedMessage[], retryInMs: number) => void;
  /** First pause after a rejection, doubled up to 5,000 ms. Default 100. */
  readonly firstRetryMs?: number;
}

const maxRetryMs = 5000;

/**
 * Delivers one partition's messages: one batch at a time, in order, a rejected batch again from its first message. Both
 * adapters deliver through it and so behave alike.
 */
export class PartitionWorker {
  readonly #options: PartitionWorkerOptions;
  #undelivered: readonly ReceivedMessage[] = [];
  #retryMs: number;
  #stopped = false;
  #busy = false;
  #loop: Promise<void> = Promise.resolve();
  #endBackOff: (() => void) | undefined;

  constructor(options: PartitionWorkerOptions) {
    this.#options = options;
    this.#retryMs = this.#firstRetryMs;
  }

  get #firstRetryMs(): number {
    return this.#options.firstRetryMs ?? 100;
  }

  /** To be called when there may be something to deliver: new messages, or the end of a pause. */
  wake(): void {
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    this.#loop = this.#run();
  }

  /** Ends delivery; resolves when the one in progress has settled. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#endBackOff?.();
    return this.#loop;
  }

  async #run(): Promise<void> {
    // The delivery must not begin within the call of `wake`.
    await Promise.resolve();
    while (this.#mayDeliver()) {
      if (this.#undelivered.length === 0) this.#undelivered = this.#options.take();
      if (this.#undelivered.length === 0) break;
      await this.#attempt(this.#undelivered);
    }
    this.#busy = false;
  }

  #mayDeliver(): boolean {
    return !this.#stopped && !this.#options.isPaused();
  }

  async #attempt(messages: readonly ReceivedMessage[]): Promise<void> {
    try {
      await this.#options.deliver(messages);
    } catch (error) {
      this.#options.onRejected(error, messages, this.#retryMs);
      await this.#backOff();
      return;
    }
    this.#undelivered = [];
    this.#retryMs = this.#firstRetryMs;
    this.#options.onDelivered?.(messages);
  }

  async #backOff(): Promise<void> {
    if (this.#stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#retryMs);
      this.#endBackOff = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endBackOff = undefined;
    this.#retryMs = Math.min(this.#retryMs * 2, maxRetryMs);
  }
}
