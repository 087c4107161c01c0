import { requireWholeNumber } from '../errors.ts';
import { euclidean, nearest, type Distance } from './distances.ts';
import { requireNormals, requireSamples, type OutlierMethod } from './outlier-score.ts';

/**
 * Local outlier factor: the density of normal beats around a beat's neighbours, relative to that around the beat
 * itself; about 1 inside a cluster of any density. With several neighbourhood sizes, the geometric mean over them,
 * which avoids the choice of one.
 * Source: Breunig, Kriegel, Ng, Sander, "LOF: identifying density-based local outliers", 2000. New beats are scored
 * as by scikit-learn's `LocalOutlierFactor(novelty=True)`.
 */
export function localOutlierFactor(options: {
  /** Sizes of the neighbourhood, each 1 or more. */
  readonly neighbours: readonly number[];
  /** Default Euclidean. */
  readonly distance?: Distance;
}): OutlierMethod {
  const { neighbours: sizes, distance = euclidean } = options;
  requireWholeNumber('neighbourhoods', sizes.length, 1);
  for (const size of sizes) requireWholeNumber('neighbours', size, 1);
  const count = Math.max(...sizes);
  return (normals) => {
    const sampleCount = requireNormals(normals, count + 1);
    const around = normals.map((beat, place) => nearest(beat, normals, { count, distance, skip: place }));
    const densities = sizes.map((size) => neighbourhood(size, around));
    return (beats) => {
      requireSamples(beats, sampleCount);
      return Float64Array.from(beats, (beat) => {
        const found = nearest(beat, normals, { count, distance });
        const logs = densities.map(({ factor }) => Math.log(factor(found)));
        return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
      });
    };
  };
}

type Neighbours = ReturnType<typeof nearest>;

/** Densities of the normal beats for one neighbourhood size. */
function neighbourhood(size: number, around: readonly Neighbours[]) {
  const radius = around.map(({ distances }) => distances[size - 1] ?? 0);
  // The constant of scikit-learn keeps the density of repeated beats finite.
  const density = ({ places, distances }: Neighbours): number => {
    let sum = 0;
    for (let at = 0; at < size; at++) sum += Math.max(distances[at] ?? 0, radius[places[at] ?? 0] ?? 0);
    return 1 / (sum / size + 1e-10);
  };
  const densities = around.map(density);
  return {
    factor: (found: Neighbours): number => {
      let sum = 0;
      for (let at = 0; at < size; at++) sum += densities[found.places[at] ?? 0] ?? 0;
      return sum / size / density(found);
    },
  };
}
