import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { expect, it } from 'vitest';
import { otherWork } from './other-work.ts';

it.runIf(process.platform === 'linux')(
  'names who else uses the processor, and not who measures',
  async () => {
    const child = spawn(process.execPath, ['-e', 'for (;;);']);
    await once(child, 'spawn');
    try {
      const busy = await otherWork(500, 0.1);
      expect(busy).toContainEqual(expect.objectContaining({ pid: child.pid, name: 'node' }));
      expect(busy?.map(({ pid }) => pid)).not.toContain(process.pid);
      expect(busy?.map(({ pid }) => pid)).not.toContain(process.ppid);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  },
);
