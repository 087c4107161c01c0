import { describe, expect, it } from 'vitest';
import { IngestProgress } from './ingest-progress.ts';

const at = (applied: number, end: number) => [{ partition: 0, committed: 0, applied, end }];

describe('whether ingest is behind', () => {
  it('it is where packets have waited for 4 s', () => {
    const progress = new IngestProgress();
    for (let second = 0; second <= 8; second += 1) progress.add(second * 1000, at(10, 10 + second));
    expect(progress.isBehind(0, 8000)).toBe(true);
    expect(progress.isBehind(1, 8000)).toBe(false);
  });

  it('it is not where it commits, however fast packets come, or where none come', () => {
    const commits = new IngestProgress();
    const idle = new IngestProgress();
    for (let second = 0; second <= 8; second += 1) {
      // It commits every 2 s what came until then.
      commits.add(second * 1000, at(100 * (second - (second % 2)), 100 * (second + 1)));
      idle.add(second * 1000, at(7, 7));
    }
    expect(commits.isBehind(0, 8000)).toBe(false);
    expect(idle.isBehind(0, 8000)).toBe(false);
  });

  it('it is while it works off what piled up, until it has reached what came 4 s ago', () => {
    const progress = new IngestProgress();
    progress.add(0, at(0, 1000));
    progress.add(5000, at(400, 1100));
    expect(progress.isBehind(0, 5000)).toBe(true);
    progress.add(6000, at(1000, 1150));
    expect(progress.isBehind(0, 6000)).toBe(false);
  });

  it('it is where the broker does not respond, or a notice says that a part is down', () => {
    const progress = new IngestProgress();
    expect(progress.isBehind(0, 0)).toBe(false);
    progress.add(0, undefined);
    expect(progress.isBehind(0, 1000)).toBe(true);
    progress.add(1000, at(0, 0));
    expect(progress.isBehind(0, 1000)).toBe(false);
    progress.addNotice({ noticeId: 'ingest-down', state: 'open' }, 1000);
    progress.addNotice({ noticeId: 'disk-low', state: 'open' }, 1000);
    expect(progress.isBehind(0, 1000)).toBe(true);
    progress.addNotice({ noticeId: 'ingest-down', state: 'ended' }, 1000);
    expect(progress.isBehind(0, 1000)).toBe(false);
    // Of a process that is gone: nobody repeats it.
    progress.addNotice({ noticeId: 'broker-down', state: 'open' }, 1000);
    expect(progress.isBehind(0, 30_000)).toBe(true);
    expect(progress.isBehind(0, 31_001)).toBe(false);
  });
});
