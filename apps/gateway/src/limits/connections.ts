import { Connection, type CutReason, type EngineSocket } from './connection.ts';

export interface WaitingLimits {
  /** Bytes waiting for one client beyond which it gets no more. Default 4 MiB. */
  readonly congestedBytes?: number;
  /** Bytes waiting for one client beyond which it is cut. Default 24 MiB: a snapshot of 2,000 patients takes 10. */
  readonly maxWaitingBytes?: number;
  /** Bytes waiting for all clients beyond which the one with the most is cut. Default 256 MiB. */
  readonly maxTotalWaitingBytes?: number;
  /** How long a client may read nothing of what waits for it. Default 20,000. */
  readonly maxStallMs?: number;
}

export interface ConnectionsOptions extends WaitingLimits {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly onCut: (reason: CutReason) => void;
}

/** All connections, also those that have not said who they are; cuts those that take too much. */
export class Connections {
  readonly #limits: Required<WaitingLimits>;
  readonly #now: () => number;
  readonly #onCut: (reason: CutReason) => void;
  readonly #open = new Map<EngineSocket, Connection>();

  constructor({ now, onCut, ...limits }: ConnectionsOptions) {
    const mebibyte = 1_048_576;
    this.#limits = {
      congestedBytes: 4 * mebibyte,
      maxWaitingBytes: 24 * mebibyte,
      maxTotalWaitingBytes: 256 * mebibyte,
      maxStallMs: 20_000,
      ...limits,
    };
    this.#now = now;
    this.#onCut = onCut;
  }

  add(engine: EngineSocket): void {
    const connection = new Connection(engine, this.#now, () => {
      this.#cut(engine, connection, 'flood');
    });
    this.#open.set(engine, connection);
    engine.on('close', () => this.#open.delete(engine));
  }

  /** Whether so much waits for a client that nothing is to be added. */
  congested(engine: EngineSocket): boolean {
    return (this.#open.get(engine)?.waitingBytes ?? 0) > this.#limits.congestedBytes;
  }

  /** Cuts clients that have too much waiting or read nothing; to be called regularly. */
  check(): void {
    const waiting = [...this.#open].map(([engine, connection]) => ({
      engine,
      connection,
      bytes: connection.waitingBytes,
    }));
    let total = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { engine, connection, bytes } of waiting.sort((one, other) => other.bytes - one.bytes)) {
      const reason = this.#reasonToCut(connection, bytes, total);
      if (reason === undefined) continue;
      total -= bytes;
      this.#cut(engine, connection, reason);
    }
  }

  #reasonToCut(connection: Connection, bytes: number, total: number): CutReason | undefined {
    const { maxWaitingBytes, maxTotalWaitingBytes, maxStallMs } = this.#limits;
    if (bytes > maxWaitingBytes || total > maxTotalWaitingBytes) return 'too-much-waiting';
    return connection.stalledMs() > maxStallMs ? 'reads-nothing' : undefined;
  }

  #cut(engine: EngineSocket, connection: Connection, reason: CutReason): void {
    if (!this.#open.delete(engine)) return;
    this.#onCut(reason);
    connection.cut();
  }
}
