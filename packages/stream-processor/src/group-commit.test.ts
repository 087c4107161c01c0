import { TimescaleError } from '@beatwatch/timescale';
import { describe, expect, it } from 'vitest';
import { GroupCommit } from './group-commit.ts';

describe('GroupCommit', () => {
  it('combines the items of several callers into one effect, in the order of the calls', async () => {
    const effects: number[][] = [];
    const commit = new GroupCommit<number>((items) => {
      effects.push([...items]);
      return Promise.resolve();
    });
    await Promise.all([commit.add([1]), commit.add([2, 3]), commit.add([]), commit.add([4])]);
    expect(effects).toEqual([[1, 2, 3, 4]]);
  });

  it('gathers calls while an effect runs, up to the limit', async () => {
    const effects: number[][] = [];
    let release: () => void = () => undefined;
    const commit = new GroupCommit<number>(
      (items) => {
        effects.push([...items]);
        return effects.length === 1 ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
      },
      { maxItems: 3 },
    );
    const first = commit.add([0]);
    await expect.poll(() => effects.length).toBe(1);
    const rest = [1, 2, 3, 4].map((item) => commit.add([item]));
    release();
    await Promise.all([first, ...rest]);
    expect(effects).toEqual([[0], [1, 2, 3], [4]]);
  });

  it('stops gathering as soon as the limit is reached', async () => {
    const effects: number[][] = [];
    const commit = new GroupCommit<number>(
      (items) => {
        effects.push([...items]);
        return Promise.resolve();
      },
      { maxItems: 2, gatherMs: 3_600_000 },
    );
    await Promise.all([commit.add([1]), commit.add([2])]);
    expect(effects).toEqual([[1, 2]]);
  });

  it('rejects every caller of an effect that an outage stops, and goes on with the next', async () => {
    let calls = 0;
    const commit = new GroupCommit<number>(() => {
      calls += 1;
      const outage = new TimescaleError('disk full', { code: 'overloaded', retryable: true });
      return calls === 1 ? Promise.reject(outage) : Promise.resolve();
    });
    const results = await Promise.allSettled([commit.add([1]), commit.add([2])]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(commit.add([3])).resolves.toBeUndefined();
  });

  it('rejects only the caller whose items are refused', async () => {
    const stored: number[] = [];
    const commit = new GroupCommit<number>((items) => {
      if (items.includes(13)) return Promise.reject(new TimescaleError('no 13', { code: 'value' }));
      stored.push(...items);
      return Promise.resolve();
    });
    const results = await Promise.allSettled([commit.add([1, 2]), commit.add([13]), commit.add([3])]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(stored).toEqual([1, 2, 3]);
  });
});
