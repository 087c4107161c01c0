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
  /** Every client has to give it. */
  readonly password: string;
  /** A client that is silent within a transaction for so long is rolled back and closed. Default 60,000. */
  readonly idleInTransactionMs?: number;
  /** The session broke and answers no more: nothing can be done but to end the process. */
  readonly onBroken: (cause: unknown) => void;
}

/** Exchanges run without a pause for so long; then sockets get their turn. */
const sliceMs = 5;
const noAnswer = Buffer.alloc(0);
const parseComplete = Buffer.from([0x31, 0, 0, 0, 4]);

/**
 * Carries many connections on one session. Exchanges run one after the other, connections take turns, and a
 * connection within a transaction keeps the session until the transaction ends.
 */
export class Multiplexer {
  readonly #options: MultiplexerOptions;
  readonly #parameters: ReadonlyMap<string, string>;
  readonly #connections = new Map<number, Connection>();
  /** Connections whose exchange waits, in order of arrival. */
  readonly #queue = new Set<Connection>();
  /** The connection within a transaction or within an unfinished exchange. */
  #holder: Connection | undefined;
  #unnamedOwner: Connection | undefined;
  #holderTimer: NodeJS.Timeout | undefined;
  /** What closed connections leave to be done, once no transaction is open. */
  #farewells: Buffer[] = [];
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

  /** Ends the running transaction and tells every client that the server stops; no exchange runs after it. */
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
    if (this.#holder === undefined) this.#sayFarewells();
  }

  #sayFarewells(): void {
    for (const farewell of this.#farewells) this.#execute(farewell);
    this.#farewells = [];
  }

  #execute(messages: Uint8Array): Buffer {
    if (this.#broken) return noAnswer;
    try {
      return this.#options.session.execute(messages);
    } catch (cause) {
      this.#broken = true;
      this.#stopped = true;
      this.#options.onBroken(cause);
      return noAnswer;
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
    const answer = this.#execute(scoped.bytes);
    this.#hold(connection, closingStatus(answer));
    connection.answer(scoped.reparsed ? withoutParseComplete(answer) : answer);
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
    const farewell = connection.statements.farewell();
    if (farewell !== undefined) this.#farewells.push(farewell);
    this.#schedule();
  }

  #rollBack(): void {
    clearTimeout(this.#holderTimer);
    this.#holder = undefined;
    // The Sync ends an exchange that the client left half sent.
    this.#execute(syncMessage);
    this.#execute(simpleQuery('rollback'));
  }

  /** A statement that runs cannot be interrupted; one that waits is answered at once. */
  #cancel(id: number, secret: number): void {
    const connection = this.#connections.get(id);
    if (connection?.secret !== secret || !this.#queue.has(connection) || this.#holder === connection) return;
    this.#queue.delete(connection);
    connection.take();
    connection.answer(
      Buffer.concat([
        errorResponse('ERROR', '57014', 'canceling statement due to user request'),
        readyForQuery('I'),
      ]),
    );
  }
}

function withoutParseComplete(answer: Buffer): Buffer {
  return answer.subarray(0, 5).equals(parseComplete) ? answer.subarray(5) : answer;
}

/** What clients want to know at the start of a connection; values of this one session. */
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
