import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isAlive } from '@beatwatch/service-kit/process';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { fillFolder } from '../testing/index.ts';
import { anotherPatient, beatAt, scoreAt } from '../testing/rows.ts';
import { readServerFile } from './server-file.ts';
import { spawnEmbeddedTimescale, type SpawnedTimescale } from './spawn.ts';

/* What only the embedded server does: its process, its files, its maintenance. */

let template: string;
let dataDir: string;
const servers: SpawnedTimescale[] = [];

// An initialised folder, copied for each test: to make one takes longer than all the rest.
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'beatwatch-embedded-'));
  await fillFolder(template);
  await (await spawnEmbeddedTimescale({ dataDir: template })).stop();
});

afterAll(() => rm(template, { recursive: true, force: true }));

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-embedded-'));
  await cp(template, dataDir, { recursive: true });
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<SpawnedTimescale> {
  const server = await spawnEmbeddedTimescale({ dataDir });
  servers.push(server);
  return server;
}

async function ask<Row extends pg.QueryResultRow>(server: SpawnedTimescale, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server.connectionString });
  client.on('error', () => undefined);
  await client.connect();
  return (await client.query<Row>(sql).finally(() => client.end())).rows;
}

describe('a kill -9 under load', () => {
  it('loses no acknowledged row, and hypertables and trends work after the restart', async () => {
    const patient = anotherPatient();
    const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 600_000_000;
    const range = { patientId: patient, fromUs: startUs, toUs: startUs + 600_000_000 };
    let acknowledged = 0;
    for (let life = 0; life < 2; life += 1) {
      const server = await start();
      await migrate(server.connectionString);
      const database = openDatabase({ connectionString: server.connectionString });
      const target = acknowledged + 600;
      const writing = (async () => {
        for (;;) {
          const times = Array.from({ length: 10 }, (_, index) => startUs + (acknowledged + index) * 1000);
          await database.repositories.beats.write(times.map((timeUs) => beatAt(patient, timeUs)));
          await database.repositories.scores.write(times.map((timeUs) => scoreAt(patient, timeUs)));
          acknowledged += 10;
          if (acknowledged === target) process.kill(server.pid, 'SIGKILL');
        }
      })();
      await expect(writing).rejects.toMatchObject({ code: 'connection', retryable: true });
      expect(await server.exited).toEqual({ code: undefined, signal: 'SIGKILL' });
      await database.close();
    }
    const database = openDatabase({ connectionString: (await start()).connectionString });
    try {
      const { beatsStored, beatsScored } = await database.repositories.scores.counts(range);
      expect(acknowledged).toBeGreaterThanOrEqual(1200);
      expect(beatsScored).toBeGreaterThanOrEqual(acknowledged);
      expect(beatsStored).toBeGreaterThanOrEqual(beatsScored);
      // Without a migration in this life: the hypertable still takes rows and the trend counts them.
      await database.repositories.scores.write([scoreAt(patient, startUs + 500_000_000)]);
      const trend = await database.repositories.scores.trend(range, 'minute');
      expect(trend.reduce((beats, minute) => beats + minute.beats, 0)).toBe(beatsScored + 1);
    } finally {
      await database.close();
    }
  });
});

describe('the process of the embedded server', () => {
  it('ends within two seconds with connections open, and rolls back an unfinished transaction', async () => {
    const server = await start();
    await ask(server, 'create table note (text text)');
    const client = new pg.Client({ connectionString: server.connectionString });
    const lost: Error[] = [];
    client.on('error', (error) => lost.push(error));
    await client.connect();
    await client.query(`begin; insert into note values ('half done')`);
    const before = performance.now();
    await server.stop();
    expect(performance.now() - before).toBeLessThan(2000 + 500);
    await vi.waitFor(() => {
      expect(lost[0]).toMatchObject({ code: '57P01' });
    });
    expect(await readServerFile(dataDir)).toBeUndefined();
    expect(await ask(await start(), 'select * from note')).toEqual([]);
  });

  it('is the only one of its folder', async () => {
    const server = await start();
    await expect(spawnEmbeddedTimescale({ dataDir })).rejects.toMatchObject({
      code: 'embedded',
      message: expect.stringContaining(`process ${server.pid}`) as string,
    });
  });

  it('refuses a wrong password', async () => {
    const server = await start();
    const url = new URL(server.connectionString);
    url.password = 'guess';
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('ends when its parent dies, and the next start takes over', async () => {
    const parent = fork(fileURLToPath(new URL('../testing/parent.ts', import.meta.url)), [dataDir], {
      execArgv: ['--import', 'tsx'],
    });
    const pid = await new Promise<number>((resolve) =>
      parent.once('message', resolve as (pid: unknown) => void),
    );
    parent.kill('SIGKILL');
    const next = await start();
    expect(next.pid).not.toBe(pid);
    await vi.waitFor(() => {
      expect(isAlive(pid)).toBe(false);
    }, 5000);
  });
});

describe('a feature that one session cannot offer', () => {
  it('is refused: COPY FROM STDIN', async () => {
    const server = await start();
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    await client.query('create table note (text text)');
    await expect(client.query('copy note from stdin')).rejects.toThrow(/COPY FROM STDIN is not supported/);
    expect((await client.query('select count(*)::int as notes from note')).rows).toEqual([{ notes: 0 }]);
    await client.end();
  });
});
