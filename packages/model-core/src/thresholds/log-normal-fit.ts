import { madToSigma, median, medianAbsoluteDeviation } from '@beatwatch/statistics';

/** Log-normal distribution: centre and standard deviation of the natural logarithms. */
export interface LogNormalFit {
  readonly centre: number;
  readonly sigma: number;
}

/**
 * Fits a log-normal distribution by median and median absolute deviation of the logarithms, robust against outliers.
 * @param values one or more, each above 0
 */
export function fitLogNormal(values: ArrayLike<number>): LogNormalFit {
  const logs = Array.from(values, Math.log);
  const centre = median(logs);
  return { centre, sigma: madToSigma * medianAbsoluteDeviation(logs, centre) };
}
