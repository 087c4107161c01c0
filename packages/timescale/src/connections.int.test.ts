import { createConnection, createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from './database.ts';
import { databaseForTests, type TestDatabase } from './testing/index.ts';
import { anotherPatient, beatAt, scoreAt } from './testing/rows.ts';

/*
 * What clients may expect of a PostgreSQL server with several connections; the embedded one has a single session
 * behind them.
 */

let test: TestDatabase;
const clients: pg.Client[] = [];

beforeAll(async () => {
  test = await databaseForTests();
});

afterAll(() => test.stop());

beforeEach(async () => {
  const admin = await connect();
  await admin.query('drop table if exists note; create table note (text text primary key)');
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end().catch(() => undefined)));
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: test.connectionString });
  client.on('error', () => undefined);
  clients.push(client);
  await client.connect();
  return client;
}

async function notes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>('select text from note order by text');
  return rows.map(({ text }) => text);
}

/** Breaks the connection as a dying process would: without a goodbye. */
function cut(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

describe('connections side by side', () => {
  it("see another connection's transaction as a whole or not at all", async () => {
    const writers = await Promise.all([1, 2, 3, 4].map(() => connect()));
    const reader = await connect();
    const written = new AbortController();
    const counts = new Set<number>();
    const reading = (async () => {
      while (!written.signal.aborted) counts.add((await notes(reader)).length % 5);
    })();
    await Promise.all(
      writers.map(async (client, writer) => {
        for (let round = 0; round < 10; round += 1) {
          await client.query('begin');
          for (let part = 0; part < 5; part += 1) {
            await client.query('insert into note values ($1)', [`${writer}-${round}-${part}`]);
          }
          await client.query(round % 2 === 0 ? 'commit' : 'rollback');
        }
      }),
    );
    written.abort();
    await reading;
    expect(await notes(reader)).toHaveLength(4 * 5 * 5);
    expect([...counts]).toEqual([0]);
  });

  it('keep named statements of the same name apart', async () => {
    const [one, other] = [await connect(), await connect()];
    const ask = (client: pg.Client, text: string): Promise<pg.QueryResult> =>
      client.query({ name: 'same-name', text });
    for (let round = 0; round < 3; round += 1) {
      expect((await ask(one, 'select 1 as found')).rows).toEqual([{ found: 1 }]);
      expect((await ask(other, `select 'two' as found`)).rows).toEqual([{ found: 'two' }]);
    }
  });

  it('go on after a failed statement, within a transaction and outside', async () => {
    const [one, other] = [await connect(), await connect()];
    await expect(one.query('select * from nothing')).rejects.toMatchObject({ code: '42P01' });
    await one.query('begin');
    await expect(one.query('select 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
    await expect(one.query('select 1')).rejects.toMatchObject({ code: '25P02' });
    await one.query('rollback');
    expect((await one.query('select 1 as found')).rows).toEqual([{ found: 1 }]);
    expect((await other.query('select 2 as found')).rows).toEqual([{ found: 2 }]);
  });

  it('roll back the transaction of a lost connection, and block no other', async () => {
    const [dying, other] = [await connect(), await connect()];
    await dying.query('begin');
    await dying.query(`insert into note values ('half done')`);
    cut(dying);
    expect(await notes(other)).toEqual([]);
    await other.query(`insert into note values ('whole')`);
    expect(await notes(other)).toEqual(['whole']);
  });

  it('are given up and replaced where a server answers nothing any more', async () => {
    // A server that accepts connections and greets, and whose statements never come back: a process that is stopped.
    const address = new URL(test.connectionString);
    const { hostname, port } = address;
    let isStuck = false;
    const relay = createServer((socket) => {
      const server = createConnection(Number(port), hostname);
      for (const end of [socket, server]) end.on('error', () => undefined);
      socket.on('close', () => server.destroy());
      socket.on('data', (bytes) => {
        if (!isStuck) server.write(bytes);
      });
      server.on('data', (bytes) => socket.write(bytes));
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    address.port = String((relay.address() as AddressInfo).port);
    const database = openDatabase({
      connectionString: address.href,
      poolSize: 1,
      statementTimeoutMs: 100,
      clientPatienceMs: 200,
    });
    expect(await database.repositories.patients.list()).toBeDefined();
    isStuck = true;
    await expect(database.repositories.patients.list()).rejects.toMatchObject({
      code: 'connection',
      retryable: true,
    });
    isStuck = false;
    expect(await database.repositories.patients.list()).toBeDefined();
    await database.close();
    relay.close();
  });

  it('accept statements and rows of many megabytes', async () => {
    const client = await connect();
    const large = 'x'.repeat(20_000_000);
    await client.query('insert into note values (md5($1))', [large]);
    const { rows } = await client.query<{ text: string }>('select $1::text as text', [large]);
    expect(rows[0]?.text === large).toBe(true);
  });

  it('cancel a waiting statement on request', async () => {
    const [holder, waiting, other] = [await connect(), await connect(), await connect()];
    await holder.query('begin');
    await holder.query('lock table note in access exclusive mode');
    const cancelled = expect(waiting.query('select * from note')).rejects.toMatchObject({ code: '57014' });
    const cancel = waiting as unknown as { processID: number; secretKey: number; host: string; port: number };
    await vi.waitFor(() => {
      expect(cancel.processID).toBeGreaterThan(0);
    });
    const stop = setInterval(() => {
      sendCancel(cancel);
    }, 50);
    await cancelled;
    clearInterval(stop);
    await holder.query('rollback');
    expect(await notes(other)).toEqual([]);
  });

  it('serve the pools of several programs at once', async () => {
    const databases = Array.from({ length: 4 }, () =>
      openDatabase({ connectionString: test.connectionString, poolSize: 3 }),
    );
    const startUs = Date.now() * 1000;
    const patients = databases.map(() => anotherPatient());
    try {
      await Promise.all(
        databases.map(async ({ repositories }, index) => {
          const patient = patients[index]!;
          const times = Array.from({ length: 300 }, (_, beat) => startUs + beat * 1000);
          await Promise.all(
            Array.from({ length: 10 }, async (_, part) => {
              const slice = times.slice(part * 30, part * 30 + 30);
              await repositories.beats.write(slice.map((timeUs) => beatAt(patient, timeUs)));
              await repositories.scores.write(slice.map((timeUs) => scoreAt(patient, timeUs)));
            }),
          );
        }),
      );
      const range = { fromUs: startUs, toUs: startUs + 1_000_000 };
      for (const patientId of patients) {
        expect(await databases[0]!.repositories.scores.counts({ patientId, ...range })).toEqual({
          beatsStored: 300,
          beatsScored: 300,
          beatsScoredTwice: 0,
        });
      }
    } finally {
      await Promise.all(databases.map((database) => database.close()));
    }
  });
});

function sendCancel(client: { processID: number; secretKey: number; host: string; port: number }): void {
  const canceller = new pg.Connection({}) as unknown as {
    connect(port: number, host: string): void;
    on(event: string, listener: () => void): void;
    cancel(processId: number, secret: number): void;
  };
  canceller.on('error', () => undefined);
  canceller.on('connect', () => {
    canceller.cancel(client.processID, client.secretKey);
  });
  canceller.connect(client.port, client.host);
}
