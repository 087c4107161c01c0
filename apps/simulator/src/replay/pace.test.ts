import type { OutgoingMessage } from '@beatwatch/stream';
import { describe, expect, it } from 'vitest';
import { sendPaced, type PaceOptions, type TimedMessage } from './pace.ts';

function messages(count: number, everySeconds = 0.3): TimedMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    atSeconds: (index + 1) * everySeconds,
    message: { key: 'p', value: Uint8Array.of(index % 256) },
  }));
}

/** Options with a clock that moves only by waiting, and a record of the sends. */
function bench(options: Partial<PaceOptions> = {}): {
  options: PaceOptions;
  sends: { atMs: number; count: number }[];
  values: number[];
} {
  let nowMs = 1e12;
  const sends: { atMs: number; count: number }[] = [];
  const values: number[] = [];
  return {
    sends,
    values,
    options: {
      topic: 't',
      speed: 1,
      now: () => nowMs,
      wait: (ms) => {
        nowMs += ms;
        return Promise.resolve();
      },
      producer: {
        send: (_, batch: readonly OutgoingMessage[]) => {
          sends.push({ atMs: nowMs - 1e12, count: batch.length });
          values.push(...batch.map(({ value }) => value[0]!));
          return Promise.resolve();
        },
      },
      ...options,
    },
  };
}

describe('sendPaced', () => {
  it('sends each message at its time, divided by the speed', async () => {
    const real = bench();
    expect(await sendPaced(messages(10), real.options)).toBe(true);
    expect(real.sends.map(({ atMs }) => Math.round(atMs))).toEqual([
      300, 600, 900, 1200, 1500, 1800, 2100, 2400, 2700, 3000,
    ]);
    const quick = bench({ speed: 10 });
    await sendPaced(messages(10), quick.options);
    expect(Math.round(quick.sends.at(-1)!.atMs)).toBe(300);
  });

  it.each(['max', 0] as const)(
    'sends as fast as the producer accepts, in bounded batches, at speed %s',
    async (speed) => {
      const { options, sends, values } = bench({ speed });
      await sendPaced(messages(1234), options);
      expect(sends).toEqual([500, 500, 234].map((count) => ({ atMs: 0, count })));
      expect(values).toEqual(messages(1234).map(({ message }) => message.value[0]));
    },
  );

  it('catches up after a slow send and loses nothing', async () => {
    const slow = bench();
    let nowMs = 0;
    const { values } = slow;
    const sends: number[] = [];
    await sendPaced(messages(20), {
      ...slow.options,
      now: () => nowMs,
      wait: (ms) => {
        nowMs += ms;
        return Promise.resolve();
      },
      producer: {
        send: (_, batch) => {
          if (sends.length === 0) nowMs += 3000;
          sends.push(batch.length);
          values.push(...batch.map(({ value }) => value[0]!));
          return Promise.resolve();
        },
      },
    });
    expect(sends.slice(0, 3)).toEqual([1, 10, 1]);
    expect(values).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  it('stops on the signal and returns false', async () => {
    const abort = new AbortController();
    let acknowledged = 0;
    const { options, values } = bench({
      signal: abort.signal,
      onSent: (sent) => {
        acknowledged = sent;
        if (sent === 5) abort.abort();
      },
    });
    expect(await sendPaced(messages(50), options)).toBe(false);
    expect([values.length, acknowledged]).toEqual([5, 5]);
  });

  it('rejects a negative speed and rethrows the producer’s error', async () => {
    await expect(sendPaced(messages(1), bench({ speed: -1 }).options)).rejects.toThrow('speed: found -1');
    const broken = bench({ producer: { send: () => Promise.reject(new Error('no broker')) } });
    await expect(sendPaced(messages(1), broken.options)).rejects.toThrow('no broker');
  });
});
