import { noiseCovariance, type GreyImage, type NoiseCovariance } from '@beatwatch/denoiser';

/** What the baselines are told of the noise, which nobody who denoises a real scan would know. */
export interface OracleNoise {
  /** Standard deviation where the full-dose slice shows soft tissue. */
  readonly sdHu: number;
  /** How neighbouring pixels' noise goes together there. */
  readonly covariance: NoiseCovariance;
}

const softTissueHu = { lowest: -200, highest: 200 } as const;

export function oracleNoise(fullDose: GreyImage, noisy: GreyImage): OracleNoise {
  const where = Uint8Array.from(fullDose.values, (hu) =>
    hu > softTissueHu.lowest && hu < softTissueHu.highest ? 1 : 0,
  );
  const noise = noisy.values.map((hu, pixel) => hu - (fullDose.values[pixel] ?? 0));
  let [count, sum] = [0, 0];
  noise.forEach((value, pixel) => {
    count += where[pixel] ?? 0;
    sum += (where[pixel] ?? 0) * value;
  });
  const mean = count === 0 ? 0 : sum / count;
  const covariance = noiseCovariance({ ...noisy, values: noise.map((value) => value - mean) }, where);
  return { sdHu: Math.sqrt(covariance[covariance.length >> 1] ?? 0), covariance };
}
