import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningProcess } from './running-process.ts';
import { pauseMs, supervise, type SupervisedPart } from './supervise.ts';

interface Fake extends RunningProcess {
  end(reason: string): void;
}

function fakeProcess(pid: number): Fake {
  let end: (reason: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  return {
    pid,
    ended,
    end,
    kill: () => {
      end('SIGKILL');
    },
    stop: () => {
      end('exit code 0');
      return Promise.resolve();
    },
  };
}

describe('a supervised part', () => {
  let started: Fake[];
  let said: string[];
  beforeEach(() => {
    vi.useFakeTimers();
    started = [];
    said = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const keep = (part: Partial<SupervisedPart<Fake>> = {}) =>
    supervise<Fake>(
      {
        name: 'broker',
        start: () => {
          const one = fakeProcess(started.length + 1);
          started.push(one);
          return Promise.resolve(one);
        },
        lastLines: () => Promise.resolve('No space left on device'),
        ...part,
      },
      {
        onEnd: (name, reason, log) => said.push([name, reason, log].filter(Boolean).join(': ')),
        onRestart: (name) => said.push(`${name} again`),
      },
    );
  const last = () => started.at(-1)!;

  it('is started again at once after an end that was not asked for, with the reason', async () => {
    const kept = await keep();
    last().end('SIGKILL');
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.current.pid).toBe(2);
    expect(said).toEqual(['broker: SIGKILL', 'broker again']);
    await kept.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(started.length).toBe(2);
  });

  it('that ends again and again is started at growing intervals, and its log is shown', async () => {
    const kept = await keep();
    for (let end = 1; end <= 4; end += 1) {
      last().end('exit code 1');
      if (end > 1) {
        await vi.advanceTimersByTimeAsync(pauseMs(end) - 1);
        expect(started.length).toBe(end);
      }
      await vi.advanceTimersByTimeAsync(1);
      expect(started.length).toBe(end + 1);
    }
    expect(said.filter((line) => line.includes('No space left')).length).toBe(2);
    expect([1, 2, 3, 100].map(pauseMs)).toEqual([0, 250, 500, 5000]);
    await kept.stop();
  });

  it('that ran well for a while is started again without a pause', async () => {
    const kept = await keep();
    for (let end = 1; end <= 5; end += 1) {
      await vi.advanceTimersByTimeAsync(61_000);
      last().end('SIGSEGV');
      await vi.advanceTimersByTimeAsync(0);
      expect(started.length).toBe(end + 1);
    }
    await kept.stop();
  });

  it('is killed and started again where it hangs', async () => {
    let hang: (reason: string) => void = () => undefined;
    let watching = 0;
    const kept = await keep({
      watch: (_running, onHung) => {
        hang = onHung;
        watching += 1;
        return () => {
          watching -= 1;
        };
      },
    });
    hang('it did not respond for 6 s');
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toEqual(['broker: it did not respond for 6 s', 'broker again']);
    expect(watching).toBe(1);
    await kept.stop();
    expect(watching).toBe(0);
  });

  it('whose start fails is tried again, and waits until a start is possible', async () => {
    let space = (): void => undefined;
    let fails = true;
    const kept = await keep({
      start: () => {
        if (started.length > 0 && fails) return Promise.reject(new Error('no port'));
        const one = fakeProcess(started.length + 1);
        started.push(one);
        return Promise.resolve(one);
      },
      untilPossible: () =>
        new Promise((resolve) => {
          space = resolve;
        }),
    });
    last().end('SIGBUS');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said).toEqual(['broker: SIGBUS']);
    space();
    await vi.advanceTimersByTimeAsync(300);
    expect(said).toEqual(['broker: SIGBUS', 'broker: no port']);
    fails = false;
    space();
    await vi.advanceTimersByTimeAsync(0);
    expect(said.at(-1)).toBe('broker again');
    await kept.stop();
  });

  it('is stopped in the middle of a pause, and in the middle of a start', async () => {
    const kept = await keep();
    last().end('SIGKILL');
    await vi.advanceTimersByTimeAsync(0);
    last().end('SIGKILL');
    await vi.advanceTimersByTimeAsync(1);
    await kept.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(started.length).toBe(2);

    const slow = await keep({
      start: async (signal) => {
        const one = fakeProcess(started.length + 1);
        started.push(one);
        if (started.length > 3)
          await new Promise((resolve) => {
            signal.addEventListener('abort', resolve);
          });
        return one;
      },
    });
    last().end('SIGKILL');
    await vi.advanceTimersByTimeAsync(0);
    await slow.stop();
    expect(started.length).toBe(4);
    expect(await last().ended).toBe('exit code 0');
  });
});
