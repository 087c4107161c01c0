export interface TrainingRows {
  /** `[rows × columns]`, row by row; NaN is a missing value. */
  readonly features: Float32Array;
  readonly columns: number;
  /** Class of each row, from 0. */
  readonly targets: ArrayLike<number>;
  /** Weight of each row, 0 or more. Default: 1 each. */
  readonly weights?: Float64Array;
  /** 2 or more. */
  readonly classes: number;
}
