import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { ExchangeReader, type Exchange } from './wire/exchange-reader.ts';
import { Handshake, type HandshakeStep } from './wire/handshake.ts';
import {
  authenticationOk,
  backendKeyData,
  errorResponse,
  parameterStatus,
  readyForQuery,
} from './wire/messages.ts';
import { StatementScope } from './wire/statement-scope.ts';

/** Events of a connection for the multiplexer. */
interface ConnectionEvents {
  /** An exchange is waiting; emitted again only after `take`. */
  ready(connection: Connection): void;
  /** The connection has closed; emitted once. */
  gone(connection: Connection): void;
  cancel(processId: number, secret: number): void;
}

export interface ConnectionOptions {
  readonly id: number;
  readonly password: string;
  /** Reported to the client, e.g. `server_version`. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly events: ConnectionEvents;
}

/**
 * One client: the handshake, then exchanges one at a time. The socket is not read while an exchange is waiting, and no
 * exchange becomes ready while the client does not read its responses, so that a connection holds at most one exchange and
 * one response in memory.
 */
export class Connection {
  readonly id: number;
  readonly secret = randomInt(2 ** 31);
  readonly statements: StatementScope;
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #reader = new ExchangeReader();
  #handshake: Handshake | undefined;
  #waiting: Exchange | undefined;
  #gone = false;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.id = options.id;
    this.statements = new StatementScope(options.id);
    this.#socket = socket;
    this.#options = options;
    this.#handshake = new Handshake(options.password);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#receive(chunk);
    });
    socket.on('drain', () => {
      this.#advance();
    });
    // 'close' follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#gone = true;
      this.#waiting = undefined;
      options.events.gone(this);
    });
  }

  get isReady(): boolean {
    return this.#waiting !== undefined;
  }

  /** Removes and returns the waiting exchange. */
  take(): Exchange | undefined {
    const exchange = this.#waiting;
    this.#waiting = undefined;
    return exchange;
  }

  /** Sends the response to the last exchange taken, and reads the next one. */
  respond(bytes: Buffer): void {
    if (this.#gone) return;
    if (bytes.byteLength > 0) this.#socket.write(bytes);
    this.#advance();
  }

  /** Sends the reason to the client, and closes. */
  refuse(sqlState: string, reason: string): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#waiting = undefined;
    this.#socket.end(errorResponse('FATAL', sqlState, reason));
    this.#socket.destroySoon();
  }

  #receive(chunk: Buffer): void {
    if (this.#handshake === undefined) {
      this.#reader.push(chunk);
      this.#advance();
      return;
    }
    this.#handshake.push(chunk);
    for (;;) {
      const step = this.#handshake.next();
      if (step === undefined) return;
      if (step.kind !== 'reply') {
        this.#finishHandshake(step);
        return;
      }
      this.#socket.write(step.bytes);
    }
  }

  #finishHandshake(step: Exclude<HandshakeStep, { kind: 'reply' }>): void {
    switch (step.kind) {
      case 'cancel':
        this.#options.events.cancel(step.processId, step.secret);
        this.#socket.end();
        return;
      case 'refuse':
        this.refuse(step.sqlState, step.reason);
        return;
      case 'open':
        this.#handshake = undefined;
        this.#socket.write(
          Buffer.concat([
            authenticationOk,
            ...[...this.#options.parameters].map(([name, value]) => parameterStatus(name, value)),
            backendKeyData(this.id, this.secret),
            readyForQuery('I'),
          ]),
        );
        this.#reader.push(step.rest);
        this.#advance();
    }
  }

  #advance(): void {
    if (this.#gone || this.#waiting !== undefined) return;
    if (this.#socket.writableNeedDrain) {
      this.#socket.pause();
      return;
    }
    try {
      const next = this.#reader.next();
      if (next === 'terminate') {
        this.#socket.end();
        return;
      }
      if (next === undefined) {
        this.#socket.resume();
        return;
      }
      this.#socket.pause();
      this.#waiting = next;
      this.#options.events.ready(this);
    } catch (cause) {
      this.refuse('08P01', cause instanceof Error ? cause.message : String(cause));
    }
  }
}
