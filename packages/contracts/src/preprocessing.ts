/** From one R peak to the next, resampled to 140 values, mean 0 and standard deviation 1 (n - 1 in the divisor), as in ECG5000. */
export const rr140Zscore = 'rr-140-zscore';
export const beatSampleCount = 140;
