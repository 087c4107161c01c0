import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { secretOf } from './secret.ts';

let dataDir = '';
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'beatwatch-secret-')), 'data');
});
afterEach(() => rm(join(dataDir, '..'), { recursive: true }));

it('is made once, for its owner alone, and kept', async () => {
  const secret = await secretOf({ dataDir });
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  await chmod(join(dataDir, 'secret'), 0o644);
  expect(await secretOf({ dataDir })).toBe(secret);
  expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(dataDir, 'secret'), 'utf8')).toBe(secret);
});

it('is that of the environment where there is one', async () => {
  expect(await secretOf({ dataDir, BEATWATCH_SECRET: 'x'.repeat(32) })).toBe('x'.repeat(32));
  await expect(stat(dataDir)).rejects.toThrow('ENOENT');
});
