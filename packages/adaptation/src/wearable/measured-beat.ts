/** A beat's shape, size and rhythm, from which its features follow. */
export interface MeasuredBeat {
  /** The autoencoder's input, `[88]`; 0 from where the next beat begins. */
  readonly input: Float32Array;
  /** Input less reconstruction, `[88]`; 0 from where the next beat begins. */
  readonly error: Float32Array;
  /** Number of values that are the beat's own. */
  readonly own: number;
  /** Root mean square of the beat's own values about their median. */
  readonly sizeMicrovolts: number;
  /** To the next R peak. */
  readonly rrMs: number;
  /** From the R peak before; absent where none is known. */
  readonly precedingRrMs?: number;
  /** Median of the last RR intervals before, ms. */
  readonly recentRrMs?: number;
  /** Usual RR interval of the last minutes, ms. Default: that of the first ones. */
  readonly slowRrMs?: number;
}
