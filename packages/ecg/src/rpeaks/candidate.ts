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
