import type { Service } from '@beatwatch/service-kit';
import type { Chance } from '../chance.ts';
import { delay } from '../clock.ts';
import { Host } from '../host.ts';
import type { Trace } from '../trace.ts';

export interface SupervisedOptions<Process extends Service> {
  readonly name: string;
  readonly build: (host: Host) => Process;
  readonly chance: Chance;
  readonly trace: Trace;
  readonly nowMs: () => number;
  /** Called when a process ends by itself. */
  readonly onFailed: (name: string, error: unknown) => void;
}

/** A place for a process: a new one starts where one has died, failed or been stopped. */
export class Supervised<Process extends Service> {
  readonly #options: SupervisedOptions<Process>;
  #host: Host | undefined;
  #process: Process | undefined;
  #started = 0;
  #stopRequested: () => void = () => undefined;
  #isEnding = false;

  constructor(options: SupervisedOptions<Process>) {
    this.#options = options;
  }

  get host(): Host | undefined {
    return this.#host;
  }

  /** The process that runs; undefined while it starts and before. */
  get process(): Process | undefined {
    return this.#process;
  }

  get started(): number {
    return this.#started;
  }

  /** Keeps a process running until `end`. */
  async run(): Promise<void> {
    const { name, chance, trace } = this.#options;
    while (!this.#isEnding) {
      await this.#live();
      this.#process = undefined;
      trace.add('ended', name);
      await delay(chance.ms(200, 2500));
    }
  }

  /** Stops the process as an operator does; another one follows. */
  restart(): void {
    this.#stopRequested();
  }

  /** Stops the process for good. */
  end(): void {
    this.#isEnding = true;
    this.#stopRequested();
  }

  async #live(): Promise<void> {
    const { name, build, nowMs, trace, onFailed } = this.#options;
    this.#started += 1;
    const host = new Host(`${name}#${this.#started}`, nowMs);
    this.#host = host;
    const stopRequested = new Promise<'stop'>((resolve) => {
      this.#stopRequested = () => {
        resolve('stop');
      };
    });
    const died = host.died.then(() => 'died' as const);
    const process = build(host);
    trace.add('starting', host.name);
    const start = process.start().then(
      () => 'started' as const,
      (error: unknown) => {
        trace.add('cannot start', host.name, String(error));
        return 'failed' as const;
      },
    );
    const begun = await Promise.race([start, died]);
    if (begun !== 'started') {
      host.die();
      return;
    }
    this.#process = process;
    trace.add('running', host.name);
    const failed = (process.failed ?? new Promise<never>(() => undefined)).then((error) => {
      trace.add('failed', host.name, String(error));
      onFailed(host.name, error);
      return 'failed' as const;
    });
    const end = await Promise.race([died, stopRequested, failed]);
    trace.add(end, host.name);
    // As an app does: it stops in order, within some seconds.
    if (end !== 'died') await Promise.race([process.stop().catch(() => undefined), died, delay(8000)]);
    host.die();
  }
}
