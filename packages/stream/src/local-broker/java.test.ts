import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spawnBroker } from './java.ts';

describe.skipIf(process.platform === 'win32')('the log of the local broker', () => {
  const path = process.env['PATH'];
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-java-'));
    // In the place of Java: says something before and after a file appears.
    await writeFile(
      join(folder, 'java'),
      '#!/bin/sh\necho begins\nwhile [ ! -f cut ]; do sleep 0.01; done\necho "after the cut"\n',
    );
    await chmod(join(folder, 'java'), 0o700);
    process.env['PATH'] = `${folder}${delimiter}${path ?? ''}`;
  });
  afterEach(async () => {
    process.env['PATH'] = path;
    await rm(folder, { recursive: true });
  });

  it('is added to over restarts, and goes on at its beginning where it was cut', async () => {
    const log = join(folder, 'logs', 'broker.log');
    const read = (): Promise<string> => readFile(log, 'utf8');
    const first = spawnBroker(folder, [], log);
    await expect.poll(read).toBe('begins\n');
    await truncate(log, 0);
    const ended = once(first, 'exit');
    await writeFile(join(folder, 'cut'), '');
    await ended;
    expect(await read()).toBe('after the cut\n');
    await once(spawnBroker(folder, [], log), 'exit');
    expect(await read()).toBe('after the cut\nbegins\nafter the cut\n');
  });
});
