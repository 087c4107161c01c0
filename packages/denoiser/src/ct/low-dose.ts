import type { SeededRandom } from '@beatwatch/statistics';
import { requirePositive } from '../errors.ts';
import type { GreyImage } from '../images/grey-image.ts';
import { backProject, rampFiltered } from './back-projection.ts';
import { poisson } from './poisson.ts';
import { project, type Projections } from './projections.ts';

/** Attenuation of water at about 70 keV, the mean energy of a 120 kV tube (NIST XCOM: 0.0193 to 0.0195), in 1/mm. */
export const waterAttenuationPerMm = 0.0195;

export interface LowDoseOptions {
  /** Photons that leave the tube for each ray, above 0: the dose. 1e5 is about a quarter of a typical chest scan's. */
  readonly incidentPhotons: number;
  /** Standard deviation of the detector's own noise, in photons; 0 or more. Default 10. */
  readonly electronicNoisePhotons?: number;
  readonly random: SeededRandom;
}

/** A slice with its projections, from which noise can be drawn repeatedly. */
export interface ProjectedSlice {
  readonly width: number;
  readonly height: number;
  readonly pixelSpacingMm: number;
  /** Line integrals of the attenuation, dimensionless. */
  readonly lineIntegrals: Projections;
}

/** Default standard deviation of the detector's own noise, in photons. */
export const defaultElectronicNoisePhotons = 10;
/** Default number of angles of a scan; twice as many halve the noise's variance. */
export const defaultAngleCount = 720;

/**
 * Line integrals of a CT slice, parallel beams over half a turn.
 * @param slice in HU; air and lower values have no attenuation
 * @param pixelSpacingMm side of a pixel, above 0
 * @param angleCount 1 or more. Default 720
 * @throws DenoiserError (`invalid-argument`)
 */
export function projectSlice(
  slice: GreyImage,
  pixelSpacingMm: number,
  angleCount = defaultAngleCount,
): ProjectedSlice {
  requirePositive('pixelSpacingMm', pixelSpacingMm);
  const { width, height } = slice;
  const attenuationPerPixel = slice.values.map((hu) =>
    Math.max(0, (hu / 1000 + 1) * waterAttenuationPerMm * pixelSpacingMm),
  );
  const lineIntegrals = project({ width, height, values: attenuationPerPixel }, angleCount);
  return { width, height, pixelSpacingMm, lineIntegrals };
}

/**
 * Noise that a scan at a lower dose adds to a slice: Poisson noise of the photon counts and the detector's own noise
 * change the projections, and the change is reconstructed by filtered back-projection under a Hann window. The slice's
 * own sharpness and noise do not change.
 * @returns in HU, to be added to the slice
 * @throws DenoiserError (`invalid-argument`)
 */
export function lowDoseNoise(slice: ProjectedSlice, options: LowDoseOptions): GreyImage {
  const { incidentPhotons, random } = options;
  const electronicNoise = options.electronicNoisePhotons ?? defaultElectronicNoisePhotons;
  requirePositive('incidentPhotons', incidentPhotons);
  const { lineIntegrals, pixelSpacingMm } = slice;
  const change = lineIntegrals.sums.map((integral) => {
    const counted =
      poisson(incidentPhotons * Math.exp(-integral), random) + electronicNoise * random.normal();
    return -Math.log(Math.max(1, counted) / incidentPhotons) - integral;
  });
  const noise = backProject(rampFiltered({ ...lineIntegrals, sums: change }), slice);
  const toHu = 1000 / (waterAttenuationPerMm * pixelSpacingMm);
  return { ...noise, values: noise.values.map((value) => value * toHu) };
}

/**
 * A slice as if scanned at a lower dose; see {@link lowDoseNoise}.
 * @param slice in HU
 * @throws DenoiserError (`invalid-argument`)
 */
export function simulateLowDose(
  slice: GreyImage,
  options: LowDoseOptions & { readonly pixelSpacingMm: number },
): GreyImage {
  return withNoise(slice, lowDoseNoise(projectSlice(slice, options.pixelSpacingMm), options));
}

/** The sum of a slice and noise of the same size. */
export const withNoise = (slice: GreyImage, noise: GreyImage): GreyImage => ({
  ...slice,
  values: slice.values.map((hu, pixel) => hu + (noise.values[pixel] ?? 0)),
});
