import type { Socket as TcpSocket } from 'node:net';
import type { Socket } from 'socket.io';
import { messageRates } from './request-limits.ts';
import { TokenBucket } from './token-bucket.ts';

/** Below socket.io. */
export type EngineSocket = Socket['conn'];

export type CutReason = 'flood' | 'too-much-waiting' | 'reads-nothing';

/** One connection below socket.io: what it sends is counted, and what waits for it is known. */
export class Connection {
  readonly #tcp: TcpSocket;
  readonly #now: () => number;
  /** Given to the engine, which writes no more while the transport is busy. */
  #unwrittenBytes = 0;
  #drainedBytes = 0;
  #drainedMs: number;

  /** @param onFlood called when it has sent more than `messageRates` allows */
  constructor(engine: EngineSocket, now: () => number, onFlood: () => void) {
    this.#tcp = engine.request.socket;
    this.#now = now;
    this.#drainedMs = now();
    const messages = new TokenBucket(messageRates.messages, now);
    const bytes = new TokenBucket(messageRates.bytes, now);
    engine.on('packetCreate', ({ data }: { readonly data?: unknown }) => {
      this.#unwrittenBytes += lengthOf(data);
    });
    engine.on('flush', () => {
      this.#unwrittenBytes = 0;
    });
    engine.on('packet', ({ data }: { readonly data?: unknown }) => {
      if (!messages.take() || !bytes.take(lengthOf(data))) onFlood();
    });
  }

  /** Bytes sent to it that still wait in this process. */
  get waitingBytes(): number {
    return this.#tcp.writableLength + this.#unwrittenBytes;
  }

  /** How long something has waited without a byte of it being taken; 0 while nothing waits. */
  stalledMs(): number {
    const nowMs = this.#now();
    const drainedBytes = this.#tcp.bytesWritten - this.#tcp.writableLength;
    if (this.#tcp.writableLength === 0 || drainedBytes !== this.#drainedBytes) {
      this.#drainedBytes = drainedBytes;
      this.#drainedMs = nowMs;
    }
    return nowMs - this.#drainedMs;
  }

  /** Ends it at once, with what waits for it: a closing handshake would wait for a client that reads nothing. */
  cut(): void {
    this.#tcp.destroy();
  }
}

const lengthOf = (data: unknown): number =>
  typeof data === 'string' ? data.length : ArrayBuffer.isView(data) ? data.byteLength : 0;
