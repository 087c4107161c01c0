/** Most candidates between two beats. */
export const mostCandidates = 16;

/**
 * Names of the numbers of a candidate, a summit of the averaged QRS energy that may be a beat, in their order; a change
 * needs a step in `upgrade-snapshot.ts`.
 */
export const candidateNumbers = [
  /** Position on the averaged energy, samples. */
  'position',
  /** Averaged energy at the position, microvolts. */
  'height',
  /** Greatest averaged energy in the wide band since the candidate before, microvolts. */
  'wideHeight',
  /** Correlation of its slopes with the template, -1 to 1. */
  'correlation',
  /** Size relative to the template, 1 for the usual beat. */
  'size',
  /** Offset of the best match from the middle of its energy, template steps. */
  'shift',
] as const;

export const candidateWidth = candidateNumbers.length;

/** A candidate as an object. */
export type Candidate = Readonly<Record<(typeof candidateNumbers)[number], number>>;
