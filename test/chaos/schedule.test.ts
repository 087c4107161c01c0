import { describe, expect, it } from 'vitest';
import { parts, planFaults, type Fault } from './schedule.ts';

const kinds = new Set<Fault['kind']>(['kill', 'hang', 'cut', 'slow', 'full-disk', 'junk', 'flood']);
const options = { seed: 7, seconds: 1200, kinds, parts };
const nameOf = ({ fault }: { readonly fault: Fault }): string => `${fault.kind} ${fault.part}`;

describe('planFaults', () => {
  it('plans the same faults for the same seed, and others for another', () => {
    expect(planFaults(options)).toEqual(planFaults(options));
    expect(planFaults({ ...options, seed: 8 })).not.toEqual(planFaults(options));
  });

  it('makes every fault once before any comes again, with time to recover between them', () => {
    const planned = planFaults(options);
    const first = planned.slice(0, 18).map(nameOf);
    expect(new Set(first).size).toBe(18);
    planned.slice(1).forEach(({ atSeconds }, index) => {
      const before = planned[index]!;
      const lasted = 'seconds' in before.fault ? before.fault.seconds : 0;
      expect(atSeconds - before.atSeconds - lasted).toBeGreaterThanOrEqual(12);
    });
    expect(planned.at(-1)!.atSeconds).toBeLessThan(1200 - 25);
  });

  it('makes no fault of a kind or a part that is not wanted', () => {
    const planned = planFaults({ ...options, kinds: new Set(['kill']), parts: ['scorer'] });
    expect(new Set(planned.map(nameOf))).toEqual(new Set(['kill scorer']));
    expect(planFaults({ ...options, kinds: new Set() })).toEqual([]);
  });
});
