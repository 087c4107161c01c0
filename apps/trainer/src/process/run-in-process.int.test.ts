import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runInProcess, type ProcessOptions } from './run-in-process.ts';

const progress: object[] = [];

const run = (does: string, options: Partial<ProcessOptions> = {}): Promise<object> =>
  runInProcess(
    {
      kind: 'retrain',
      id: 'a',
      createdAtMs: 0,
      data: { does },
      databaseUrl: '',
      dataDir: '',
      rule: {},
      nice: 0,
    },
    {
      entry: fileURLToPath(new URL('test-process.mjs', import.meta.url)),
      memoryBytes: 2 ** 30,
      hungAfterMs: 60_000,
      signal: new AbortController().signal,
      onProgress: (newest) => progress.push(newest),
      ...options,
    },
  );

describe('a job in a process of its own', () => {
  it('gives its progress and its result', async () => {
    progress.length = 0;
    expect(await run('result')).toEqual({ given: { does: 'result' } });
    expect(progress).toEqual([{ share: 0.5 }]);
  });

  it('says why it failed, and whether another try is of use', async () => {
    await expect(run('refuse')).rejects.toMatchObject({
      code: 'job-failed',
      message: 'nothing to do',
      retryable: false,
    });
    await expect(run('crash')).rejects.toMatchObject({
      code: 'process-ended',
      message: 'its process ended (SIGSEGV)',
      retryable: true,
    });
  });

  it('is ended where it takes too much memory, for good', async () => {
    await expect(run('grow')).rejects.toMatchObject({
      code: 'memory-limit',
      message: 'memory of the training: found 1048576 MB, expected at most 1024 MB (TRAINER_MEMORY_MB)',
      retryable: false,
    });
  });

  it('is ended where it makes no step, even while its event loop runs', async () => {
    await expect(run('hang', { hungAfterMs: 300 })).rejects.toMatchObject({
      code: 'process-hung',
      message: 'it made no step for 0.3 s and was ended',
      retryable: true,
    });
  });

  it('is ended at once when it is aborted', async () => {
    const abort = new AbortController();
    const hanging = run('hang', {
      signal: abort.signal,
      onProgress: () => {
        abort.abort('cancelled');
      },
    });
    await expect(hanging).rejects.toMatchObject({
      code: 'process-ended',
      message: 'its process ended (SIGKILL)',
    });
  });
});
