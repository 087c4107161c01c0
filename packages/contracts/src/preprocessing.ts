/** From one R peak to the next, resampled to 140 values, mean 0 and population standard deviation 1, as in ECG5000. */
export const rr140Zscore = 'rr-140-zscore';
export const beatSampleCount = 140;
