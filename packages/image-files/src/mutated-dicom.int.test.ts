import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const execute = promisify(execFile);
const script = fileURLToPath(new URL('read-mutated.ts', import.meta.url));

interface Outcome {
  readonly read: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly others: readonly string[];
  readonly slowestCpuMs: number;
  readonly memoryGrowthMb: number;
}

describe('1,000 mutated DICOM files', () => {
  it('give planes or an ImageFileError each, in bounded time and memory', { timeout: 600_000 }, async () => {
    // In a process of its own, so that its memory is that of reading and of nothing else.
    const args = ['--conditions=source', '--import', 'tsx', script, '1000', '42'];
    const { stdout } = await execute(process.execPath, args, { timeout: 550_000 });
    const outcome = JSON.parse(stdout) as Outcome;
    const { read, refused, others } = outcome;
    expect(others).toEqual([]);
    expect(read + Object.values(refused).reduce((sum, count) => sum + count, 0)).toBe(1000);
    // Both happen, or the mutations would show nothing.
    expect(read).toBeGreaterThan(100);
    expect(refused['broken-file']).toBeGreaterThan(300);
    expect(outcome.slowestCpuMs).toBeLessThan(3000);
    expect(outcome.memoryGrowthMb).toBeLessThan(150);
  });
});
