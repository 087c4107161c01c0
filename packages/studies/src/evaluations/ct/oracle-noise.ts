import { noiseCovariance, type GreyImage, type NoiseCovariance } from '@beatwatch/denoiser';

/** Properties of the noise that the baselines get; they are unknown for a real scan. */
export interface OracleNoise {
  /** Standard deviation where the full-dose slice shows soft tissue. */
  readonly sdHu: number;
  /** Covariance of neighbouring pixels' noise there. */
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
