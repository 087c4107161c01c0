import { requireWholeNumber } from '../errors.ts';
import { euclidean, nearest, type Distance } from './distances.ts';
import { requireNormals, requireSamples, type OutlierMethod } from './outlier-score.ts';

/**
 * Mean distance to the nearest normal beats. Source: Ramaswamy, Rastogi, Shim, "Efficient algorithms for mining
 * outliers", 2000.
 */
export function nearestNeighbour(
  options: {
    /** Number of nearest beats, 1 or more. Default 1. */
    readonly neighbours?: number;
    /** Default Euclidean. */
    readonly distance?: Distance;
  } = {},
): OutlierMethod {
  const { neighbours = 1, distance = euclidean } = options;
  requireWholeNumber('neighbours', neighbours, 1);
  return (normals) => {
    const sampleCount = requireNormals(normals, neighbours);
    return (beats) => {
      requireSamples(beats, sampleCount);
      return Float64Array.from(beats, (beat) => {
        const { distances } = nearest(beat, normals, { count: neighbours, distance });
        return distances.reduce((sum, value) => sum + value, 0) / neighbours;
      });
    };
  };
}
