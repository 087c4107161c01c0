import { candidateWidth, mostCandidates, type Candidate } from './candidate.ts';
import type { DetectorDesign } from './design.ts';
import { detectorPlaces, type DetectorState } from './state.ts';
import { compareWithTemplate, unknownCorrelation } from './template.ts';
import { tuning } from './tuning.ts';

const { candidates: begin } = detectorPlaces;

const read = ({ numbers }: DetectorState, index: number, field: number): number =>
  numbers[begin + index * candidateWidth + field] ?? 0;

export const positionOf = (state: DetectorState, index: number): number => read(state, index, 0);
export const heightOf = (state: DetectorState, index: number): number => read(state, index, 1);
export const wideHeightOf = (state: DetectorState, index: number): number => read(state, index, 2);

/** Copies a candidate out of the state. */
export const candidateAt = (state: DetectorState, index: number): Candidate => ({
  position: read(state, index, 0),
  height: read(state, index, 1),
  wideHeight: read(state, index, 2),
  correlation: read(state, index, 3),
  size: read(state, index, 4),
  shift: read(state, index, 5),
});

/** Adds a summit to the candidates if it is large enough for a wave of the heart. */
export function addCandidate(
  state: DetectorState,
  design: DetectorDesign,
  position: number,
  height: number,
): void {
  if (height < tuning.floorMicrovolts / 2) return;
  const { wideHeight } = state;
  state.wideHeight = 0;
  if (state.candidateCount === mostCandidates) dropFirst(state, 1);
  const at = begin + state.candidateCount * candidateWidth;
  const { numbers } = state;
  const { correlation, size, shift } = compareWithTemplate(state, design, position);
  numbers[at] = position;
  numbers[at + 1] = height;
  numbers[at + 2] = wideHeight;
  numbers[at + 3] = correlation;
  numbers[at + 4] = size;
  numbers[at + 5] = shift;
  state.candidateCount += 1;
}

/** Drops candidates that are too old: the signal around them is about to leave the history. */
export function dropOldCandidates(state: DetectorState, design: DetectorDesign, now: number): void {
  const { candidateCount: count } = state;
  let old = 0;
  while (old < count && now - positionOf(state, old) > design.longestRr) old += 1;
  if (old > 0) dropFirst(state, old);
}

/** Drops the first `count` candidates. */
export function dropFirst(state: DetectorState, count: number): void {
  const end = begin + state.candidateCount * candidateWidth;
  state.numbers.copyWithin(begin, begin + count * candidateWidth, end);
  state.candidateCount -= count;
}

/** Forgets how the candidates compared with a template that is no longer the usual beat. */
export function forgetComparisons({ numbers, candidateCount }: DetectorState): void {
  const { correlation, size, shift } = unknownCorrelation;
  for (let index = 0; index < candidateCount; index += 1) {
    numbers.set([correlation, size, shift], begin + index * candidateWidth + 3);
  }
}
