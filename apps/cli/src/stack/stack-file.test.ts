import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStack, removeStack, writeStack, type Stack } from './stack-file.ts';

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

  it('half written or of another kind, it counts as none', async () => {
    await writeFile(join(dataDir, 'stack.json'), '{"pid": 1');
    expect(await readStack(dataDir)).toBeUndefined();
  });
});
