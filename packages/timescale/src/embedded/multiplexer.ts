import type { Socket } from 'node:net';
import { Connection } from './connection.ts';
import type { Session } from './wasm-session.ts';
import {
  closingStatus,
  errorResponse,
  readyForQuery,
  simpleQuery,
  syncMessage,
  type TransactionStatus,
} from './wire/messages.ts';

export interface MultiplexerOptions {
  readonly session: Session;
  /** Password of every client. */
  readonly password: string;
  /** Idle time within a transaction after which it is rolled back and the client closed. Default 60,000. */
  readonly idleInTransactionMs?: number;
  /** Called when the session has failed: the process has to end. */
  readonly onBroken: (cause: unknown) => void;
}

/** Time that exchanges run without a pause; then sockets are read. */
const sliceMs = 5;
const noResponse = Buffer.alloc(0);
const parseComplete = Buffer.from([0x31, 0, 0, 0, 4]);

/**
 * Serves many connections from one session. Exchanges run one at a time, round robin over the connections; a connection
 * within a transaction keeps the session until the transaction ends.
 */
export class Multiplexer {
  readonly #options: MultiplexerOptions;
  readonly #parameters: ReadonlyMap<string, string>;
  readonly #connections = new Map<number, Connection>();
  /** Connections with a waiting exchange, in order of arrival. */
  readonly #queue = new Set<Connection>();
  /** The connection within a transaction or within an unfinished exchange. */
  #holder: Connection | undefined;
  #unnamedOwner: Connection | undefined;
  #holderTimer: NodeJS.Timeout | undefined;
  /** Messages that free the statements of closed connections, to run when no transaction is open. */
  #cleanups: Buffer[] = [];
  #lastId = 0;
  #scheduled = false;
  #stopped = false;
  #broken = false;

  constructor(options: MultiplexerOptions) {
    this.#options = options;
    this.#parameters = sessionParameters(options.session);
  }

  accept(socket: Socket): void {
    const connection = new Connection(socket, {
      id: ++this.#lastId,
      password: this.#options.password,
      parameters: this.#parameters,
      events: {
        ready: (ready) => {
          this.#queue.add(ready);
          this.#schedule();
        },
        gone: (gone) => {
          this.#release(gone);
        },
        cancel: (id, secret) => {
          this.#cancel(id, secret);
        },
      },
    });
    this.#connections.set(connection.id, connection);
  }

  /** Rolls back the open transaction and closes every client; no exchange runs afterwards. */
  stop(): void {
    this.#stopped = true;
    for (const connection of this.#connections.values()) {
      connection.refuse('57P01', 'the embedded server is stopping');
    }
    if (this.#holder !== undefined) this.#rollBack();
  }

  #schedule(): void {
    if (this.#scheduled || this.#stopped) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#runSlice();
    });
  }

  #runSlice(): void {
    const end = performance.now() + sliceMs;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#run(next);
      if (performance.now() >= end) {
        this.#schedule();
        return;
      }
    }
    if (this.#holder === undefined) this.#cleanUp();
  }

  #cleanUp(): void {
    for (const cleanup of this.#cleanups) this.#execute(cleanup);
    this.#cleanups = [];
  }

  #execute(messages: Uint8Array): Buffer {
    if (this.#broken) return noResponse;
    try {
      return this.#options.session.execute(messages);
    } catch (cause) {
      this.#broken = true;
      this.#stopped = true;
      this.#options.onBroken(cause);
      return noResponse;
    }
  }

  #next(): Connection | undefined {
    if (this.#stopped) return undefined;
    if (this.#holder !== undefined) return this.#holder.isReady ? this.#holder : undefined;
    const [first] = this.#queue;
    return first;
  }

  #run(connection: Connection): void {
    this.#queue.delete(connection);
    const exchange = connection.take();
    if (exchange === undefined) return;
    const scoped = connection.statements.enter(exchange, this.#unnamedOwner === connection);
    if (scoped.takesUnnamed) this.#unnamedOwner = connection;
    const response = this.#execute(scoped.bytes);
    this.#hold(connection, closingStatus(response));
    connection.respond(scoped.reparsed ? withoutParseComplete(response) : response);
  }

  #hold(connection: Connection, status: TransactionStatus | undefined): void {
    clearTimeout(this.#holderTimer);
    if (status === 'I') {
      this.#holder = undefined;
      return;
    }
    this.#holder = connection;
    this.#holderTimer = setTimeout(() => {
      connection.refuse('25P03', 'terminating connection due to idle-in-transaction timeout');
      this.#release(connection);
    }, this.#options.idleInTransactionMs ?? 60_000);
    this.#holderTimer.unref();
  }

  #release(connection: Connection): void {
    this.#connections.delete(connection.id);
    this.#queue.delete(connection);
    if (this.#stopped) return;
    if (this.#holder === connection) this.#rollBack();
    if (this.#unnamedOwner === connection) this.#unnamedOwner = undefined;
    const cleanup = connection.statements.cleanup();
    if (cleanup !== undefined) this.#cleanups.push(cleanup);
    this.#schedule();
  }

  #rollBack(): void {
    clearTimeout(this.#holderTimer);
    this.#holder = undefined;
    // The Sync ends an exchange that the client has sent in part.
    this.#execute(syncMessage);
    this.#execute(simpleQuery('rollback'));
  }

  /** Cancels a waiting statement; a running one cannot be interrupted. */
  #cancel(id: number, secret: number): void {
    const connection = this.#connections.get(id);
    if (connection?.secret !== secret || !this.#queue.has(connection) || this.#holder === connection) return;
    this.#queue.delete(connection);
    connection.take();
    connection.respond(
      Buffer.concat([
        errorResponse('ERROR', '57014', 'canceling statement due to user request'),
        readyForQuery('I'),
      ]),
    );
  }
}

function withoutParseComplete(response: Buffer): Buffer {
  return response.subarray(0, 5).equals(parseComplete) ? response.subarray(5) : response;
}

/** Parameters of the session that are reported at the start of each connection. */
function sessionParameters(session: Session): ReadonlyMap<string, string> {
  const version = /PostgreSQL (\S+)/.exec(session.execute(simpleQuery('select version()')).toString());
  return new Map([
    ['server_version', version?.[1] ?? '17'],
    ['server_encoding', 'UTF8'],
    ['client_encoding', 'UTF8'],
    ['DateStyle', 'ISO, MDY'],
    ['IntervalStyle', 'postgres'],
    ['TimeZone', 'UTC'],
    ['integer_datetimes', 'on'],
    ['standard_conforming_strings', 'on'],
  ]);
}
