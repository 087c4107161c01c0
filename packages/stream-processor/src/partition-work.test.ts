import { describe, expect, it } from 'vitest';
import { PartitionWork } from './partition-work.ts';

function workThatStops() {
  const forgotten: number[] = [];
  const work = new PartitionWork({
    forget: (partition) => forgotten.push(partition),
    isStopping: () => true,
  });
  work.assign([0, 1]);
  return { work, forgotten };
}
const done: string[] = [];
const task = (name: string) => (): Promise<void> => {
  done.push(name);
  return Promise.resolve();
};

describe('the work of partitions', () => {
  it('ends for a partition whose states were dropped while the processor stops', async () => {
    const { work, forgotten } = workThatStops();
    await work.ifOwned(0, () => Promise.reject(new Error('aborted')));
    expect(forgotten).toEqual([0]);
    // The next batch would be handled from states that lack those before it.
    await expect(work.exclusively(0, task('the next batch'))).rejects.toThrow('partition 0');
    await work.exclusively(1, task('another partition'));
    expect(done).toEqual(['another partition']);
    expect(work.hasFailed).toBe(false);
  });

  it('begins anew with the next assignment', async () => {
    const { work } = workThatStops();
    await expect(work.exclusively(0, () => Promise.reject(new Error('aborted')))).rejects.toThrow('aborted');
    work.assign([0, 1]);
    done.length = 0;
    await work.exclusively(0, task('read again'));
    expect(done).toEqual(['read again']);
  });
});
