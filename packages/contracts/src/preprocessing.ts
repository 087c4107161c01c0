/** From one R peak to the next, resampled to 140 values, mean 0 and standard deviation 1 (n - 1 in the divisor), as in ECG5000. */
export const rr140Zscore = 'rr-140-zscore';
export const beatSampleCount = 140;

/**
 * A fixed window around the R peak: 88 values, 8 ms apart, from 248 ms before it to 448 ms after, microvolts in the
 * 0.5 to 40 Hz band.
 */
export const rWindow88Microvolts = 'r-window-88-microvolts';

/** How the samples of a beat are laid out. */
export interface BeatLayout {
  readonly sampleCount: number;
  /** Greatest magnitude of a sample, in the preprocessing's unit. */
  readonly largest: number;
}

const layouts: ReadonlyMap<string, BeatLayout> = new Map([
  [rr140Zscore, { sampleCount: beatSampleCount, largest: 1000 }],
  // int16 counts of at most 1000 microvolts each, and what a filter's overshoot may add.
  [rWindow88Microvolts, { sampleCount: 88, largest: 1e8 }],
]);

/** The layout that a preprocessing prescribes; undefined where it is not known. */
export const beatLayout = (preprocessing: string): BeatLayout | undefined => layouts.get(preprocessing);

export const preprocessings: readonly string[] = [...layouts.keys()];
