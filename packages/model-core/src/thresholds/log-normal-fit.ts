import { madToSigma, median, medianAbsoluteDeviation } from '@beatwatch/statistics';

/** Centre and standard deviation of the natural logarithms of log-normal values. */
export interface LogNormalFit {
  readonly centre: number;
  readonly sigma: number;
}

/**
 * Fits by median and median absolute deviation of the logarithms, which a few outliers do not move.
 * @param values one or more, each above 0
 */
export function fitLogNormal(values: ArrayLike<number>): LogNormalFit {
  const logs = Array.from(values, Math.log);
  const centre = median(logs);
  return { centre, sigma: madToSigma * medianAbsoluteDeviation(logs, centre) };
}
