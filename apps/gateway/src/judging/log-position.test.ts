import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogPosition } from './log-position.ts';

describe('the log of a partition', () => {
  it('waits since the oldest message that is not judged', () => {
    const log = new LogPosition();
    expect(log.waitingSinceMs).toBeUndefined();
    for (let index = 0; index < 20; index += 1) log.arrived(100 + index, index * 300);
    expect(log.waitingSinceMs).toBe(0);
    log.judgedTo(110);
    expect(log.waitingSinceMs).toBe(3000);
    expect(log.isJudged(109)).toBe(true);
    expect(log.isJudged(110)).toBe(false);
    log.judgedTo(120);
    expect(log.waitingSinceMs).toBeUndefined();
    log.arrived(120, 9000);
    expect([log.waitingSinceMs, log.waiting]).toEqual([9000, 1]);
  });

  it('goes back for no part that has started again, but for a log that was made anew', () => {
    const log = new LogPosition();
    log.arrived(500, 0);
    expect(log.judgedTo(501)).toBe(true);
    expect(log.judgedTo(480)).toBe(false);
    expect(log.isJudged(500)).toBe(true);
    log.arrived(0, 1000);
    expect(log.waitingSinceMs).toBe(1000);
  });

  it('lets nothing wait that was judged before it was seen here', () => {
    const log = new LogPosition();
    log.judgedTo(10);
    log.arrived(9, 0);
    expect(log.waitingSinceMs).toBeUndefined();
  });

  it('stays small in a long outage and still knows when it began', () => {
    const log = new LogPosition();
    for (let index = 0; index < 100_000; index += 1) log.arrived(index, index * 250);
    expect(log.waitingSinceMs).toBe(0);
    log.judgedTo(50_000);
    expect(Math.abs(log.waitingSinceMs! - 50_000 * 250)).toBeLessThan(60_000);
  });

  it('never says that a message waits longer, or an exactness of a mark shorter, than it does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2000), { minLength: 1, maxLength: 50 }),
        fc.nat(60),
        (pausesMs, judgedTo) => {
          const log = new LogPosition();
          const arrivals: number[] = [];
          let nowMs = 0;
          for (const [offset, pauseMs] of pausesMs.entries()) {
            nowMs += pauseMs;
            arrivals.push(nowMs);
            log.arrived(offset, nowMs);
          }
          log.judgedTo(judgedTo);
          const trueSinceMs = arrivals[judgedTo];
          if (trueSinceMs === undefined) expect(log.waitingSinceMs).toBeUndefined();
          else {
            expect(log.waitingSinceMs!).toBeLessThanOrEqual(trueSinceMs);
            expect(log.waitingSinceMs!).toBeGreaterThan(trueSinceMs - 2250);
          }
        },
      ),
    );
  });
});
