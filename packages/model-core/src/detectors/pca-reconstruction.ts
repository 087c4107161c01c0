import { requireWholeNumber } from '../errors.ts';
import { requireNormals, requireSamples, type OutlierMethod } from './outlier-score.ts';
import { principalComponents } from './principal-components.ts';

/**
 * Distance of a beat from its projection onto the first principal components of the normal beats: the reconstruction
 * error of a linear autoencoder with that latent size.
 */
export function pcaReconstruction(options: {
  /** Number of components, 1 or more; fewer than normal beats and than samples. */
  readonly components: number;
}): OutlierMethod {
  const { components } = options;
  requireWholeNumber('components', components, 1);
  return (normals) => {
    const sampleCount = requireNormals(normals, components + 1);
    const { mean, axes } = principalComponents(normals, components);
    return (beats) => {
      requireSamples(beats, sampleCount);
      return Float64Array.from(beats, (beat) => {
        const residual = Float64Array.from(beat, (sample, at) => sample - (mean[at] ?? 0));
        for (const axis of axes) {
          const along = axis.reduce((sum, weight, at) => sum + weight * (residual[at] ?? 0), 0);
          axis.forEach((weight, at) => {
            residual[at] = (residual[at] ?? 0) - along * weight;
          });
        }
        return Math.hypot(...residual);
      });
    };
  };
}
