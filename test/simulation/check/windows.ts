import type { Fault, FaultKind } from '../faults.ts';

/** Time from the end of a fault until patients are judged again: what `docs/simulation.md` promises, milliseconds. */
const recoveryMs: Readonly<Record<FaultKind, number>> = {
  crash: 12_000,
  'crash at a step': 20_000,
  restart: 12_000,
  pause: 12_000,
  'cut off': 12_000,
  'broker away': 15_000,
  'database away': 15_000,
  'disk full': 15_000,
  'slow database': 15_000,
  'lost replies': 15_000,
  'slow fetches': 10_000,
  rebalance: 8000,
  'second process': 12_000,
};

/** Milliseconds of a time span in which a fault is at work or being recovered from. */
export function faultyMs(faults: readonly Fault[], fromMs: number, toMs: number): number {
  let covered = 0;
  let reached = fromMs;
  for (const { kind, atMs, forMs } of faults) {
    const from = Math.max(reached, atMs);
    const to = Math.min(toMs, atMs + forMs + recoveryMs[kind]);
    if (to <= from) continue;
    covered += to - from;
    reached = to;
  }
  return covered;
}
