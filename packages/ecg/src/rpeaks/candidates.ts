import type { DetectorDesign } from './design.ts';
import type { DetectorState } from './state.ts';
import { compareWithTemplate } from './template.ts';
import { tuning } from './tuning.ts';

/** A summit of the averaged QRS energy that may be a beat: plain data. */
export interface Candidate {
  /** On the averaged energy, samples. */
  readonly position: number;
  /** Of the averaged energy there, microvolts. */
  readonly height: number;
  /** Correlation of its slopes with the usual beat's, -1 to 1. */
  readonly correlation: number;
  /** Its size in that shape, 1 for the usual beat's. */
  readonly size: number;
  /** By how many steps of the template it lies off the middle of its energy. */
  readonly shift: number;
}

/** More of them do not fit between two beats. */
export const mostCandidates = 16;

/** Takes a summit among the candidates, when it is large enough for a wave of the heart. */
export function addCandidate(
  state: DetectorState,
  design: DetectorDesign,
  position: number,
  height: number,
): void {
  if (height < tuning.floorMicrovolts / 2) return;
  const { candidates } = state;
  candidates.push({ position, height, ...compareWithTemplate(state, design, position) });
  if (candidates.length > mostCandidates) candidates.shift();
}

/** Forgets those that would be a beat too late: the signal around them is about to leave the history. */
export function dropOldCandidates({ candidates }: DetectorState, design: DetectorDesign, now: number): void {
  while (candidates[0] !== undefined && now - candidates[0].position > design.longestRr) candidates.shift();
}
