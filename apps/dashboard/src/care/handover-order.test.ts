import { expect, it } from 'vitest';
import { byWeight } from './handover-order.ts';

it('lists what alarmed as a shift tells it: what concerns the heart first, the most urgent and most frequent', () => {
  const alarm = { isOpen: false };
  const off = { ...alarm, kind: 'lead-off', priority: 'medium', episodes: 30 } as const;
  const pause = { ...alarm, kind: 'pause', priority: 'medium', episodes: 1 } as const;
  const run = { ...alarm, kind: 'ventricular-run', priority: 'medium', episodes: 13 } as const;
  const asystole = { ...alarm, kind: 'asystole', priority: 'high', episodes: 1 } as const;
  expect([off, pause, run, asystole].sort(byWeight)).toEqual([asystole, run, pause, off]);
});
