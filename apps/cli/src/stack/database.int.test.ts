import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { fillFolder } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliConfig } from '../config.ts';
import { startDatabase, type StackDatabase } from './database.ts';

const limitMs = 60_000;

describe('the embedded database of a stack', () => {
  let dataDir: string;
  let database: StackDatabase;
  let client: Database;
  const said: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-supervised-'));
    await fillFolder(join(dataDir, 'db'));
    database = await startDatabase({
      config: { dataDir } as CliConfig,
      onProgress: () => undefined,
      events: {
        onEnd: (name, reason) => said.push(`${name}: ${reason}`),
        onRestart: (name) => said.push(`${name} again`),
      },
    });
    client = openDatabase({ connectionString: database.connectionString });
    await client.pool.query('create table kept (text text)');
  });
  afterAll(async () => {
    await client.close();
    await database.part?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it.each([
    ['SIGKILL', 'database: SIGKILL'],
    ['SIGSTOP', 'database: it did not respond for'],
  ] as const)(
    'is started again after %s, with its data, where its clients look for it',
    async (signal, reason) => {
      await client.pool.query('insert into kept values ($1)', [signal]);
      const pid = database.part!.pid;
      said.length = 0;
      const sinceMs = performance.now();
      process.kill(pid, signal);
      await expect.poll(() => said.length, { timeout: limitMs }).toBe(2);
      expect(said[0]).toContain(reason);
      expect(said[1]).toBe('database again');
      expect(database.part!.pid).not.toBe(pid);
      const kept = () =>
        client.pool.query<{ text: string }>('select text from kept where text = $1', [signal]);
      await expect
        .poll(
          () =>
            kept().then(
              ({ rows }) => rows.length,
              () => 0,
            ),
          { timeout: limitMs },
        )
        .toBe(1);
      console.log(`database ${signal}: ${((performance.now() - sinceMs) / 1000).toFixed(1)} s`);
    },
    2 * limitMs,
  );
});
