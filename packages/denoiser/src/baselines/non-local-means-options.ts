import { DenoiserError } from '../errors.ts';

export interface NonLocalMeansOptions {
  /** Side of the patches that are compared, odd, 3 or more. */
  readonly patchSize: number;
  /** Reach of the search for similar patches in each direction, in pixels, 1 or more. */
  readonly searchRadius: number;
  /** Filter strength, in the unit of the values, above 0: the greater, the more dissimilar patches count. */
  readonly strength: number;
  /** Standard deviation of the noise, whose share of the patch distance is subtracted. Default 0. */
  readonly noiseSigma?: number;
}

/** Patches at a greater distance would weigh less than exp(-5) and are skipped, as in scikit-image. */
export const farthestPatch = 5;

/** @throws DenoiserError (`invalid-argument`) */
export function requireNonLocalMeansOptions(options: NonLocalMeansOptions): void {
  const { patchSize, searchRadius, strength, noiseSigma = 0 } = options;
  const refuse = (field: string, found: number, expected: string): never => {
    throw new DenoiserError({ field, found, expected }, { code: 'invalid-argument' });
  };
  if (!Number.isInteger(patchSize) || patchSize < 3 || patchSize % 2 === 0)
    refuse('patchSize', patchSize, 'an odd whole number of at least 3');
  if (!Number.isInteger(searchRadius) || searchRadius < 1)
    refuse('searchRadius', searchRadius, 'a whole number of at least 1');
  if (!(strength > 0)) refuse('strength', strength, 'a number above 0');
  if (!(noiseSigma >= 0)) refuse('noiseSigma', noiseSigma, 'a number of at least 0');
}
