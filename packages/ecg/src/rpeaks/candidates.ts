import type { DetectorDesign } from './design.ts';
import type { DetectorState } from './state.ts';
import { compareWithTemplate } from './template.ts';
import { tuning } from './tuning.ts';

/** Most candidates between two beats. */
export const maxCandidates = 16;

/** Adds a summit to the candidates if it is large enough for a wave of the heart. */
export function addCandidate(
  state: DetectorState,
  design: DetectorDesign,
  position: number,
  height: number,
): void {
  if (height < tuning.floorMicrovolts / 2) return;
  const { candidates, wideHeight } = state;
  state.wideHeight = 0;
  candidates.push({ position, height, wideHeight, ...compareWithTemplate(state, design, position) });
  if (candidates.length > maxCandidates) candidates.shift();
}

/** Drops candidates that are too old: the signal around them is about to leave the history. */
export function dropOldCandidates({ candidates }: DetectorState, design: DetectorDesign, now: number): void {
  while (candidates[0] !== undefined && now - candidates[0].position > design.longestRr) candidates.shift();
}
