export interface ThresholdSettings {
  /** Beats a patient's threshold is learned from. Default 40: half a minute at rest. */
  readonly calibrationBeats: number;
  /** Robust standard deviations of the log loss above its median. Default 4. */
  readonly deviations: number;
  /** The threshold is never below this multiple of the median loss, however alike the beats were. Default 1.2. */
  readonly minimumRatio: number;
  /** The threshold is never above this multiple of the median loss, however unlike the beats were. Default 6. */
  readonly maximumRatio: number;
}

export const defaultThresholdSettings: ThresholdSettings = {
  calibrationBeats: 40,
  deviations: 4,
  minimumRatio: 1.2,
  maximumRatio: 6,
};

/** Makes the median absolute deviation of a normal distribution its standard deviation: 1 / Φ⁻¹(3/4). */
const madToSigma = 1.4826;

export function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** Two levels of the loss, `clear` below `raise`: what lies between them neither raises an alarm nor ends one. */
export interface PatientThreshold {
  /** A beat above it is anomalous. */
  readonly raise: number;
  /** A beat below it is calm. */
  readonly clear: number;
}

/**
 * The loss above which a beat of this patient counts as anomalous, from unlabelled losses: the median of the
 * log loss plus some robust standard deviations (median absolute deviation), so that up to half of the beats
 * may be ectopic before it gives way (Rousseeuw & Croux 1993, doi:10.1080/01621459.1993.10476408). The level
 * below which beats are calm lies half-way to the median, on the scale of the log.
 * @param losses one or more losses, each 0 or more
 * @returns losses; `raise` is between `minimumRatio` and `maximumRatio` times the median
 */
export function robustThreshold(losses: readonly number[], settings: ThresholdSettings): PatientThreshold {
  const logs = ascending(losses.map((loss) => Math.log(Math.max(loss, 1e-9))));
  const centre = median(logs);
  const sigma = madToSigma * median(ascending(logs.map((value) => Math.abs(value - centre))));
  const least = Math.log(settings.minimumRatio);
  const most = Math.log(settings.maximumRatio);
  const distance = Math.min(Math.max(settings.deviations * sigma, least), most);
  return { raise: Math.exp(centre + distance), clear: Math.exp(centre + distance / 2) };
}

/** The level below which beats are calm when a person has chosen the threshold: half-way to the learned median. */
export function calmLevel(chosen: number, learned: PatientThreshold | undefined): number {
  if (learned === undefined) return chosen;
  const centre = learned.clear ** 2 / learned.raise;
  return chosen > centre ? Math.sqrt(chosen * centre) : chosen;
}
