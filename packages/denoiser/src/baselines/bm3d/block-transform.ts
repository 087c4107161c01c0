/** Side of the blocks that BM3D compares and transforms, in pixels. */
export const blockSide = 8;
export const blockPixels = blockSide ** 2;

/**
 * A linear transform of 8 values, applied to the rows and columns of 8 x 8 blocks. The forward rows have length 1, so
 * that white noise keeps its standard deviation in every coefficient.
 */
export interface BlockTransform {
  /** `[8 * 8]`, one row a coefficient; the first is the mean. */
  readonly forward: Float64Array;
  /** `[8 * 8]`, the inverse of {@link forward}. */
  readonly inverse: Float64Array;
}

/** The orthonormal cosine transform (DCT-II). */
export function cosineTransform(): BlockTransform {
  const forward = Float64Array.from({ length: blockPixels }, (_, index) => {
    const [frequency, place] = [Math.floor(index / blockSide), index % blockSide];
    const scale = Math.sqrt((frequency === 0 ? 1 : 2) / blockSide);
    return scale * Math.cos((Math.PI * frequency * (2 * place + 1)) / (2 * blockSide));
  });
  return { forward, inverse: transposed(forward) };
}

/** Low-pass analysis filter of the biorthogonal spline wavelet 1.5, in 256ths of the square root of 2. */
const splineLowPass = [3, -3, -22, 22, 128, 128, 22, -22, -3, 3] as const;

/**
 * The biorthogonal spline wavelet 1.5 down to a single mean, with a periodic border. Source: Cohen, Daubechies,
 * Feauveau, "Biorthogonal bases of compactly supported wavelets", Comm. Pure Appl. Math. 45, 1992.
 */
export function splineWaveletTransform(): BlockTransform {
  const unit = (place: number) => Float64Array.from({ length: blockSide }, (_, index) => +(index === place));
  const columns = Array.from({ length: blockSide }, (_, place) => analysed(unit(place)));
  const forward = new Float64Array(blockPixels);
  for (let row = 0; row < blockSide; row++) {
    const values = columns.map((column) => column[row] ?? 0);
    const norm = Math.hypot(...values);
    values.forEach((value, column) => (forward[row * blockSide + column] = value / norm));
  }
  return { forward, inverse: inverted(forward) };
}

/** Mean first, then details from the coarsest to the finest. */
function analysed(values: Float64Array): Float64Array {
  const result = new Float64Array(values.length);
  let rest = values;
  while (rest.length > 1) {
    const count = rest.length / 2;
    const at = (place: number): number => rest[((place % rest.length) + rest.length) % rest.length] ?? 0;
    const means = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      splineLowPass.forEach((tap, step) => {
        means[index] = (means[index] ?? 0) + (Math.SQRT2 / 256) * tap * at(2 * index - 4 + step);
      });
      result[count + index] = (at(2 * index) - at(2 * index + 1)) / Math.SQRT2;
    }
    rest = means;
  }
  result[0] = rest[0] ?? 0;
  return result;
}

function transposed(matrix: Float64Array): Float64Array {
  return matrix.map(
    (_, index) => matrix[(index % blockSide) * blockSide + Math.floor(index / blockSide)] ?? 0,
  );
}

/** By Gauss and Jordan, with the largest pivot of each column. */
function inverted(matrix: Float64Array): Float64Array {
  const rows = Array.from({ length: blockSide }, (_, row) => [
    ...matrix.subarray(row * blockSide, (row + 1) * blockSide),
    ...Array.from({ length: blockSide }, (__, column) => +(column === row)),
  ]);
  for (let column = 0; column < blockSide; column++) {
    const size = (row: readonly number[]): number => Math.abs(row[column] ?? 0);
    const pivot = rows.slice(column).reduce((best, row) => (size(row) > size(best) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    const scaled = pivot.map((value) => value / (pivot[column] ?? 1));
    for (const row of rows) {
      const factor = row[column] ?? 0;
      scaled.forEach((value, index) => (row[index] = (row[index] ?? 0) - factor * value));
    }
    rows.splice(column, 0, scaled);
  }
  return Float64Array.from(rows.flatMap((row) => row.slice(blockSide)));
}

/**
 * The orthonormal Haar transform over the blocks of a group, coefficient by coefficient, in place.
 * @param group `[count * 64]`
 * @param count a power of 2
 * @param scratch at least as long as the group
 */
export function haarForward(group: Float64Array, count: number, scratch: Float64Array): void {
  for (let blocks = count; blocks > 1; blocks /= 2) {
    const half = (blocks / 2) * blockPixels;
    for (let pair = 0; pair < half; pair++) {
      const first = 2 * pair - (pair % blockPixels);
      const [one, other] = [group[first] ?? 0, group[first + blockPixels] ?? 0];
      scratch[pair] = (one + other) * Math.SQRT1_2;
      scratch[half + pair] = (one - other) * Math.SQRT1_2;
    }
    group.set(scratch.subarray(0, 2 * half));
  }
}

/** Undoes {@link haarForward}. */
export function haarInverse(group: Float64Array, count: number, scratch: Float64Array): void {
  for (let blocks = 2; blocks <= count; blocks *= 2) {
    const half = (blocks / 2) * blockPixels;
    for (let pair = 0; pair < half; pair++) {
      const first = 2 * pair - (pair % blockPixels);
      const [mean, detail] = [group[pair] ?? 0, group[half + pair] ?? 0];
      scratch[first] = (mean + detail) * Math.SQRT1_2;
      scratch[first + blockPixels] = (mean - detail) * Math.SQRT1_2;
    }
    group.set(scratch.subarray(0, 2 * half));
  }
}
