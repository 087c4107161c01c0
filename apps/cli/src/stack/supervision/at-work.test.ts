import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { atWork } from './at-work.ts';

it.runIf(process.platform === 'linux')(
  'tells a process that computes from one that was stopped',
  async () => {
    const child = spawn(process.execPath, ['-e', 'for (;;);']);
    await once(child, 'spawn');
    const works = atWork(child.pid ?? 0);
    await works();
    await expect.poll(works, { interval: 100, timeout: 10_000 }).toBe(true);
    child.kill('SIGSTOP');
    await expect.poll(works, { interval: 100, timeout: 10_000 }).toBe(false);
    await delay(200);
    expect(await works()).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await works()).toBe(false);
  },
);
