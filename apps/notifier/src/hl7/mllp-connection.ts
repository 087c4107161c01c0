import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

export interface MllpOptions {
  readonly host: string;
  readonly port: number;
  /** With TLS, and how. Default: without. */
  readonly tls?: Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'servername'> | undefined;
  /** For the connection, and for each reply. */
  readonly timeoutMs: number;
}

/** Frame of the Minimal Lower Layer Protocol, release 1: VT, message, FS, CR. */
const begin = 0x0b;
const end = Buffer.from([0x1c, 0x0d]);
/** Acknowledgements are some hundred bytes. */
const longestReplyBytes = 65_536;

interface Waiting {
  readonly resolve: (reply: string) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One connection to a receiver over MLLP, opened when it is needed and kept. One message is on its way at a time. After anything
 * unexpected the connection is given up, so that a late reply cannot be taken for that of another message.
 */
export class MllpConnection {
  readonly #options: MllpOptions;
  #socket: Socket | undefined;
  #waiting: Waiting | undefined;
  #received = Buffer.alloc(0);

  constructor(options: MllpOptions) {
    this.#options = options;
  }

  /**
   * Sends a message and waits for the reply.
   * @returns the reply, without its frame
   * @throws Error without one
   */
  async exchange(message: string, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const socket = this.#socket ?? (await this.#open(signal));
    return new Promise<string>((resolve, reject) => {
      const fail = (reason: string): void => {
        this.#giveUp(new Error(reason));
      };
      const timer = setTimeout(() => {
        fail(`no reply within ${this.#options.timeoutMs / 1000} s`);
      }, this.#options.timeoutMs);
      const onAbort = (): void => {
        fail('stopped');
      };
      signal.addEventListener('abort', onAbort);
      const settle = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      this.#waiting = {
        resolve: (reply) => {
          settle();
          resolve(reply);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      socket.write(Buffer.concat([Buffer.of(begin), Buffer.from(message, 'utf8'), end]));
    });
  }

  close(): void {
    this.#giveUp(new Error('closed'));
  }

  async #open(signal: AbortSignal): Promise<Socket> {
    const { host, port, tls, timeoutMs } = this.#options;
    // An address is no server name.
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket =
      tls === undefined ? connectTcp({ host, port }) : connectTls({ host, port, ...servername, ...tls });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        socket.destroy(new Error(`no connection within ${timeoutMs / 1000} s`));
      }, timeoutMs);
      const onAbort = (): void => {
        socket.destroy(new Error('stopped'));
      };
      signal.addEventListener('abort', onAbort);
      const settle = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
        settle();
        resolve();
      });
      socket.once('error', (error: Error) => {
        settle();
        reject(error);
      });
    });
    this.#socket = socket;
    this.#received = Buffer.alloc(0);
    socket.on('data', (piece: Buffer) => {
      this.#take(socket, piece);
    });
    socket.on('error', (error: Error) => {
      this.#giveUp(error, socket);
    });
    socket.on('close', () => {
      this.#giveUp(new Error('the receiver closed the connection'), socket);
    });
    return socket;
  }

  #take(socket: Socket, piece: Buffer): void {
    if (socket !== this.#socket) return;
    this.#received = Buffer.concat([this.#received, piece]);
    const at = this.#received.indexOf(end);
    if (at < 0) {
      if (this.#received.byteLength > longestReplyBytes) this.#giveUp(new Error('a reply without an end'));
      return;
    }
    const reply = this.#received.subarray(0, at);
    const waiting = this.#waiting;
    this.#received = this.#received.subarray(at + end.byteLength);
    if (waiting === undefined || reply[0] !== begin) {
      this.#giveUp(new Error('a reply that nobody asked for, or without a beginning'));
      return;
    }
    this.#waiting = undefined;
    waiting.resolve(reply.subarray(1).toString('utf8'));
  }

  /** @param socket where it may be one of before */
  #giveUp(error: Error, socket = this.#socket): void {
    socket?.destroy();
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(error);
  }
}
