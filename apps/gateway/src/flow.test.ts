import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Flow } from './flow.ts';

describe('Flow', () => {
  it('sends every tick while the client keeps up', () => {
    const flow = new Flow(3, 0);
    for (let tick = 1; tick <= 50; tick += 1) {
      expect(flow.next(tick)).toBe('send');
      if (tick > 2) flow.confirm(tick - 2);
    }
    expect(flow.skippedTicks).toBe(0);
  });

  it('skips ticks once the client is behind, and resumes when it has confirmed all that were sent', () => {
    const flow = new Flow(2, 0);
    expect([1, 2, 3, 4].map((tick) => flow.next(tick))).toEqual(['send', 'send', 'skip', 'skip']);
    flow.confirm(1);
    expect(flow.next(5)).toBe('skip');
    flow.confirm(2);
    expect([6, 7, 8].map((tick) => flow.next(tick))).toEqual(['resume', 'send', 'skip']);
    expect(flow.skippedTicks).toBe(4);
  });

  it('never exceeds the limit of unconfirmed ticks, whatever the client confirms', () => {
    const confirmation = fc.oneof(fc.integer({ min: -5, max: 70 }), fc.constant(undefined), fc.constant('9'));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(confirmation, { minLength: 60, maxLength: 60 }),
        (max, confirmations) => {
          const flow = new Flow(max, 0);
          let outstanding: number[] = [];
          confirmations.forEach((confirmed, index) => {
            const tick = index + 1;
            if (flow.next(tick) !== 'skip') outstanding.push(tick);
            expect(outstanding.length).toBeLessThanOrEqual(max);
            flow.confirm(confirmed);
            if (typeof confirmed === 'number' && confirmed <= tick) {
              const sent = outstanding.at(-1) ?? 0;
              if (confirmed <= sent) outstanding = outstanding.filter((sentTick) => sentTick > confirmed);
            }
          });
        },
      ),
    );
  });
});
