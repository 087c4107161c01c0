import { createHash } from 'node:crypto';

/** What happened in a simulation, in order. Two runs of one seed have the same hash. */
export class Trace {
  readonly #hash = createHash('sha256');
  readonly #nowMs: () => number;
  readonly #lines: string[] | undefined;
  #events = 0;

  /** @param keeps whether the lines are kept, to be shown */
  constructor(nowMs: () => number, keeps: boolean) {
    this.#nowMs = nowMs;
    this.#lines = keeps ? [] : undefined;
  }

  get events(): number {
    return this.#events;
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  add(...words: readonly (string | number)[]): void {
    const line = `${this.#nowMs().toFixed(0)} ${words.join(' ')}`;
    this.#events += 1;
    this.#hash.update(line).update('\n');
    this.#lines?.push(line);
  }

  /** To be called once, at the end. */
  digest(): string {
    return this.#hash.digest('hex').slice(0, 16);
  }
}

/** A short fingerprint of bytes, for the trace. */
export function fingerprint(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16);
}
