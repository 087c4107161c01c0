import { delay } from './clock.ts';

/** Settles never: what a dead process waits for. */
const never = <Result>(): Promise<Result> => new Promise<Result>(() => undefined);

/**
 * A process. Its code shares this process with that of all others, so that it cannot be stopped between two of its own
 * steps; it is stopped at its borders: a dead host's requests are never sent, and replies never reach it.
 */
export class Host {
  readonly name: string;
  readonly #nowMs: () => number;
  readonly #died: Promise<void>;
  #resolveDied: () => void = () => undefined;
  #stepsLeft = Infinity;
  #isDead = false;
  #pausedUntilMs = 0;
  #cutOffUntilMs = 0;

  constructor(name: string, nowMs: () => number) {
    this.name = name;
    this.#nowMs = nowMs;
    this.#died = new Promise((resolve) => {
      this.#resolveDied = resolve;
    });
  }

  /** Resolves when it dies. */
  get died(): Promise<void> {
    return this.#died;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Whether it can speak with the broker. */
  get reachesBroker(): boolean {
    return !this.#isDead && this.#nowMs() >= Math.max(this.#pausedUntilMs, this.#cutOffUntilMs);
  }

  /** Whether its network to the broker is cut. */
  get isCutOff(): boolean {
    return this.#nowMs() < this.#cutOffUntilMs;
  }

  die(): void {
    this.#isDead = true;
    this.#resolveDied();
  }

  /** Dies at its border: before it sends a request or before it gets a reply, after this number of them. */
  dieAfter(steps: number): void {
    this.#stepsLeft = steps;
  }

  /** SIGSTOP, a suspended machine, a long collection of garbage. */
  pause(forMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#nowMs() + forMs);
  }

  cutOff(forMs: number): void {
    this.#cutOffUntilMs = Math.max(this.#cutOffUntilMs, this.#nowMs() + forMs);
  }

  /** To be awaited where the process would take its next step. */
  async alive(): Promise<void> {
    while (!this.#isDead && this.#nowMs() < this.#pausedUntilMs) {
      await delay(this.#pausedUntilMs - this.#nowMs());
    }
    this.#stepsLeft -= 1;
    if (this.#stepsLeft < 0) this.die();
    if (this.#isDead) await never();
  }
}
