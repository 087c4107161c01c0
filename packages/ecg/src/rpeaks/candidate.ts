/** Summit of the averaged QRS energy that may be a beat; plain data. */
export interface Candidate {
  /** Position on the averaged energy, samples. */
  readonly position: number;
  /** Averaged energy at the position, microvolts. */
  readonly height: number;
  /** Greatest averaged energy in the wide band since the candidate before, microvolts. */
  readonly wideHeight: number;
  /** Correlation of its slopes with the template, -1 to 1. */
  readonly correlation: number;
  /** Size relative to the template, 1 for the usual beat. */
  readonly size: number;
  /** Offset of the best match from the middle of its energy, template steps. */
  readonly shift: number;
}
