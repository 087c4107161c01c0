import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDataFolder, readStack, removeStack, writeStack, type Stack } from './stack-file.ts';

const stack: Stack = {
  pid: process.pid,
  startedAt: '2026-01-01T00:00:00.000Z',
  url: 'http://localhost:3000',
  gatewayUrl: 'http://localhost:3001',
  ingestUrl: 'http://localhost:3002',
  model: 'wearable',
  databaseUrl: 'postgres://localhost/x',
  brokers: ['localhost:9092'],
  parts: [{ name: 'ingest', pid: 1 }],
};

describe('the stack file', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-stack-file-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('tells other commands of a running stack, until it is removed', async () => {
    await writeStack(dataDir, stack);
    expect(await readStack(dataDir)).toEqual(stack);
    await removeStack(dataDir);
    expect(await readStack(dataDir)).toBeUndefined();
  });

  it('left by a stack that was killed, it counts as none', async () => {
    // The highest process number that Linux gives is 2^22 (proc(5), pid_max).
    await writeStack(dataDir, { ...stack, pid: 2 ** 22 + 1 });
    expect(await readStack(dataDir)).toBeUndefined();
  });

  it('left by a process whose number another one has now, it counts as none', async () => {
    await writeStack(dataDir, stack);
    const path = join(dataDir, 'stack.json');
    const written = JSON.parse(await readFile(path, 'utf8')) as Stack & { readonly processStart: string };
    expect(written.processStart).toBeDefined();
    // This process runs; the one that wrote the file started at another time.
    await writeFile(path, JSON.stringify({ ...written, processStart: 'another-boot/1' }));
    expect(await readStack(dataDir)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('and its folder are for their owner alone', async () => {
    await makeDataFolder(dataDir);
    await writeStack(dataDir, stack);
    const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
    expect(await modeOf(dataDir)).toBe(0o700);
    expect(await modeOf(join(dataDir, 'stack.json'))).toBe(0o600);
  });

  it('half written or of another kind, it counts as none', async () => {
    await writeFile(join(dataDir, 'stack.json'), '{"pid": 1');
    expect(await readStack(dataDir)).toBeUndefined();
  });
});
