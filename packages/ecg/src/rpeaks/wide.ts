import type { DetectorState } from './state.ts';
import { tuning } from './tuning.ts';

/**
 * How sure a candidate is a wide complex by its height in the wide band: from 0 for what the usual beat with its T wave
 * has there, or without a usual beat, to 1.
 */
export function widenessOf(wideHeight: number, wideLevel: number): number {
  if (wideLevel <= 0) return 0;
  return Math.min(1, Math.max(0, (wideHeight / wideLevel - tuning.wideFrom) / tuning.wideSpan));
}

/**
 * Follows the usual height in the wide band with the greatest one of the last beat and the waves before it. Growth is
 * clipped, so that a run of wide complexes does not become the usual soon; the first height is taken as it is.
 */
export function followWideLevel(state: DetectorState, wideHeight: number): void {
  if (state.wideLevel <= 0) state.wideLevel = wideHeight;
  const clipped = Math.min(wideHeight, tuning.wideClip * state.wideLevel);
  state.wideLevel += tuning.wideRate * (clipped - state.wideLevel);
}
