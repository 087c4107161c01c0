import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAppProcess } from '../../apps/cli/src/stack/app-process.ts';
import { openLogFile } from '../../apps/cli/src/stack/logs/log-file.ts';
import { watchLogs } from '../../apps/cli/src/stack/logs/watch-logs.ts';
import { SmallDisk } from '../stack/small-disk.ts';

const limits = { fileBytes: 1_000_000, files: 3 };
const talkative = fileURLToPath(new URL('talkative-app.ts', import.meta.url));
const lineBytes = 'line 100000 '.length + 81;
const folderSize = async (folder: string): Promise<number> => {
  const sizes = (await readdir(folder)).map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};
const noFailure = (reason: string): void => {
  throw new Error(reason);
};

describe('the logs of the parts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-logs-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const numbersIn = async (name: string): Promise<number[]> =>
    [...(await readFile(join(folder, name), 'utf8')).matchAll(/line (\d+) x{80}\n/g)].map(([, number]) =>
      Number(number),
    );

  it('hold an app that writes ten times as much to their size, and keep what it wrote last', async () => {
    const lines = 300_000;
    const watch = await watchLogs({ folder, limits, everyMs: 20, onFailure: noFailure });
    let hasWritten = false;
    const app = await startAppProcess(
      {
        name: 'talkative',
        entry: talkative,
        env: { LINES: String(lines) },
        logFile: join(folder, 'talkative.log'),
      },
      new AbortController().signal,
      (message) => {
        hasWritten ||= message === 'written';
      },
    );
    let mostBytes = 0;
    await expect
      .poll(
        async () => {
          mostBytes = Math.max(mostBytes, await folderSize(folder));
          return hasWritten;
        },
        { timeout: 90_000 },
      )
      .toBe(true);
    await watch.stop();
    expect(await folderSize(folder)).toBeLessThanOrEqual(limits.fileBytes * limits.files);
    expect((await readdir(folder)).toSorted()).toEqual([
      'talkative.1.log',
      'talkative.2.log',
      'talkative.log',
    ]);
    const kept = [
      ...(await numbersIn('talkative.2.log')),
      ...(await numbersIn('talkative.1.log')),
      ...(await numbersIn('talkative.log')),
    ];
    expect(kept.at(-1)).toBe(lines);
    expect(kept.length * lineBytes).toBeGreaterThan(limits.fileBytes);
    expect(kept).toEqual(kept.toSorted((one, other) => one - other));
    console.log(
      `${((lines * lineBytes) / 1e6).toFixed(0)} MB written: at most ${(mostBytes / 1e6).toFixed(1)} MB on the disk, ${kept.length} lines kept, ${lines + 1 - (kept[0] ?? 0) - kept.length} of their range lost`,
    );
    await app.stop();
  });

  it('hold the database, whose lines come through the start command, to the same size', async () => {
    const path = join(folder, 'database.log');
    const watch = await watchLogs({ folder, limits, everyMs: 10, onFailure: noFailure });
    const log = await openLogFile(path);
    for (let line = 1; line <= 100_000; line += 1) {
      log.write(`line ${line} ${'x'.repeat(80)}`);
      if (line % 1000 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await expect
      .poll(
        async () => (await numbersIn('database.log')).at(-1) ?? (await numbersIn('database.1.log')).at(-1),
      )
      .toBe(100_000);
    log.close();
    await watch.stop();
    expect(await folderSize(folder)).toBeLessThanOrEqual(limits.fileBytes * limits.files);
  });
});

const disk = await SmallDisk.create(4);

describe.skipIf('skip' in disk)('the logs on a full disk', () => {
  const small = disk as SmallDisk;
  afterAll(() => small.remove());

  it('make way with their former files and keep their newest lines, until there is space', async () => {
    const failures: string[] = [];
    const path = join(small.path, 'ingest.log');
    const newest = 'newest\n'.repeat(200_000);
    for (const age of [1, 2])
      await writeFile(join(small.path, `ingest.${age}.log`), 'former\n'.repeat(10_000));
    await writeFile(path, newest);
    small.leaveFree(0);
    const watch = await watchLogs({
      folder: small.path,
      limits,
      everyMs: 20,
      onFailure: (reason) => failures.push(reason),
    });
    expect(existsSync(join(small.path, 'ingest.1.log'))).toBe(false);
    expect(await readFile(path, 'utf8')).toBe(newest);
    small.freeAll();
    await expect.poll(async () => (await stat(path)).size).toBe(0);
    await appendFile(path, 'last\n');
    await watch.stop();
    const kept = await readFile(join(small.path, 'ingest.1.log'), 'utf8');
    expect(kept.length).toBeGreaterThan(limits.fileBytes - 10);
    expect(newest.endsWith(kept)).toBe(true);
    expect(failures).toEqual([]);
  });
});
