import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Flow } from './flow.ts';

const plain = {};
const withState = { snapshot: 'state' };
const full = { snapshot: 'full' };

describe('Flow', () => {
  it('sends every tick while the client keeps up', () => {
    const flow = new Flow(3, 0);
    for (let tick = 1; tick <= 50; tick += 1) {
      expect(flow.next(tick)).toEqual(plain);
      if (tick > 2) flow.confirm(tick - 2);
    }
    expect(flow.skippedTicks).toBe(0);
  });

  it('skips ticks once the client is behind, and resumes when it has confirmed all that were sent', () => {
    const flow = new Flow(2, 0);
    expect([1, 2, 3, 4].map((tick) => flow.next(tick))).toEqual([plain, plain, undefined, undefined]);
    flow.confirm(1);
    expect(flow.next(5)).toBeUndefined();
    flow.confirm(2);
    expect([6, 7, 8].map((tick) => flow.next(tick))).toEqual([withState, plain, undefined]);
    expect(flow.skippedTicks).toBe(4);
  });

  it('sends a full snapshot in place of a tick, and a second one only after the first is confirmed', () => {
    const flow = new Flow(10, 4);
    flow.request('full');
    expect([5, 6].map((tick) => flow.next(tick))).toEqual([full, plain]);
    flow.request('full');
    flow.request('state');
    expect([7, 8].map((tick) => flow.next(tick))).toEqual([undefined, undefined]);
    flow.confirm(5);
    expect(flow.next(9)).toEqual(full);
    expect(flow.skippedTicks).toBe(0);
  });

  it('sends nothing while much of what was sent still waits, whatever the client confirms', () => {
    const flow = new Flow(10, 0);
    expect(flow.next(1)).toEqual(plain);
    flow.request('full');
    flow.confirm(1);
    expect(flow.next(2, true)).toBeUndefined();
    expect(flow.next(3, false)).toEqual(full);
  });

  it('never exceeds the limit of unconfirmed ticks and one snapshot, whatever the client asks and confirms', () => {
    const confirmation = fc.oneof(fc.integer({ min: -5, max: 70 }), fc.constant(undefined), fc.constant('9'));
    const action = fc.record({ confirmed: confirmation, asks: fc.boolean() });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(action, { minLength: 60, maxLength: 60 }),
        (max, actions) => {
          const flow = new Flow(max, 0);
          let outstanding: { readonly tick: number; readonly isFull: boolean }[] = [];
          actions.forEach(({ confirmed, asks }, index) => {
            const tick = index + 1;
            if (asks) flow.request('full');
            const delivery = flow.next(tick);
            if (delivery !== undefined) outstanding.push({ tick, isFull: delivery.snapshot === 'full' });
            expect(outstanding.length).toBeLessThanOrEqual(max);
            expect(outstanding.filter(({ isFull }) => isFull).length).toBeLessThanOrEqual(1);
            flow.confirm(confirmed);
            if (typeof confirmed === 'number' && confirmed <= (outstanding.at(-1)?.tick ?? 0)) {
              outstanding = outstanding.filter((sent) => sent.tick > confirmed);
            }
          });
        },
      ),
    );
  });
});
