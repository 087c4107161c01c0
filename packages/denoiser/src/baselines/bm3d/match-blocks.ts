import type { GreyImage } from '../../images/grey-image.ts';
import { blockSide } from './block-transform.ts';

/** The blocks most similar to each reference block: itself first, then in order of similarity. */
export interface BlockGroups {
  readonly referenceCount: number;
  readonly largest: number;
  /** `[referenceCount * largest]`: the top left pixel of each block. */
  readonly blocks: Int32Array;
  /** `[referenceCount]`: number of blocks in a group, 1 or more. */
  readonly counts: Uint8Array;
}

export interface MatchOptions {
  /** Distance between reference blocks, in pixels. */
  readonly step: number;
  /** Reach of the search around a reference block, in pixels in each direction. */
  readonly searchRadius: number;
  /** Greatest number of blocks in a group. */
  readonly largest: number;
}

/**
 * Finds groups of similar blocks. The distances of all blocks to those at one offset are running sums, as in fast
 * non-local means, and serve both blocks of a pair.
 */
export function matchBlocks(image: GreyImage, options: MatchOptions): BlockGroups {
  const { step, searchRadius, largest } = options;
  const columns = gridPlaces(image.width, step);
  const rows = gridPlaces(image.height, step);
  const search: Search = {
    image,
    columns,
    columnIndex: indexOfPlaces(columns, image.width),
    rowIndex: indexOfPlaces(rows, image.height),
    largest,
    blocks: new Int32Array(rows.length * columns.length * largest),
    distances: new Float32Array(rows.length * columns.length * largest),
    counts: new Uint8Array(rows.length * columns.length).fill(1),
  };
  rows.forEach((y, row) => {
    columns.forEach((x, column) => {
      search.blocks[(row * columns.length + column) * largest] = y * image.width + x;
    });
  });
  for (let dy = 0; dy <= searchRadius; dy++)
    for (let dx = dy === 0 ? 1 : -searchRadius; dx <= searchRadius; dx++) matchAtOffset(search, dx, dy);
  return {
    referenceCount: rows.length * columns.length,
    largest,
    blocks: search.blocks,
    counts: search.counts,
  };
}

interface Search {
  readonly image: GreyImage;
  readonly columns: readonly number[];
  /** For each x: index of the column of reference blocks that begins there, or -1. */
  readonly columnIndex: Int32Array;
  readonly rowIndex: Int32Array;
  readonly largest: number;
  readonly blocks: Int32Array;
  readonly distances: Float32Array;
  readonly counts: Uint8Array;
}

/** Compares each block with the one at (dx, dy) from it; dy is 0 or more. */
function matchAtOffset(search: Search, dx: number, dy: number): void {
  const { image, columns, columnIndex, rowIndex } = search;
  const { width, height, values } = image;
  const left = Math.max(0, -dx);
  const right = width - Math.max(0, dx);
  if (right - left < blockSide || height - dy < blockSide) return;
  const shift = dy * width + dx;
  const sums = new Float64Array(right - left);
  const differences: ColumnDifferences = { values, shift, sums };
  for (let y = 0; y < blockSide; y++) moveRow(differences, y * width + left, -1);
  for (let y = 0; y + dy + blockSide <= height; y++) {
    if (y > 0) moveRow(differences, (y + blockSide - 1) * width + left, (y - 1) * width + left);
    const firstRow = rowIndex[y] ?? -1;
    const secondRow = rowIndex[y + dy] ?? -1;
    if (firstRow < 0 && secondRow < 0) continue;
    let distance = 0;
    for (let x = 0; x < blockSide - 1; x++) distance += sums[x] ?? 0;
    for (let x = left; x + blockSide <= right; x++) {
      distance += sums[x - left + blockSide - 1] ?? 0;
      const firstColumn = columnIndex[x] ?? -1;
      const secondColumn = columnIndex[x + dx] ?? -1;
      const block = y * width + x;
      if (firstRow >= 0 && firstColumn >= 0)
        insert(search, firstRow * columns.length + firstColumn, block + shift, distance);
      if (secondRow >= 0 && secondColumn >= 0)
        insert(search, secondRow * columns.length + secondColumn, block, distance);
      distance -= sums[x - left] ?? 0;
    }
  }
}

interface ColumnDifferences {
  /** Of the image. */
  readonly values: Float32Array;
  /** From a pixel to the one it is compared with. */
  readonly shift: number;
  /** Each column's squared differences over the rows of a block. */
  readonly sums: Float64Array;
}

/**
 * Adds one row of squared differences to the columns' sums and subtracts another.
 * @param entering first pixel of the row to add
 * @param leaving first pixel of the row to subtract; below 0: subtracts nothing
 */
function moveRow({ values, shift, sums }: ColumnDifferences, entering: number, leaving: number): void {
  for (let x = 0; x < sums.length; x++) {
    const difference = (values[entering + x] ?? 0) - (values[entering + x + shift] ?? 0);
    let sum = (sums[x] ?? 0) + difference * difference;
    if (leaving >= 0) {
      const old = (values[leaving + x] ?? 0) - (values[leaving + x + shift] ?? 0);
      sum -= old * old;
    }
    sums[x] = sum;
  }
}

/** Keeps the blocks of a reference's group in order; the reference itself stays first. */
function insert(search: Search, reference: number, block: number, distance: number): void {
  const { largest, distances, blocks, counts } = search;
  const start = reference * largest;
  const count = counts[reference] ?? 1;
  let place = start + count;
  if (count === largest) {
    place--;
    if (largest === 1 || distance >= (distances[place] ?? 0)) return;
  } else counts[reference] = count + 1;
  for (; place > start + 1 && (distances[place - 1] ?? 0) > distance; place--) {
    distances[place] = distances[place - 1] ?? 0;
    blocks[place] = blocks[place - 1] ?? 0;
  }
  distances[place] = distance;
  blocks[place] = block;
}

/** Where reference blocks begin along one side: every few pixels, and at the end. */
function gridPlaces(length: number, step: number): number[] {
  const last = length - blockSide;
  const places: number[] = [];
  for (let place = 0; place < last; place += step) places.push(place);
  return [...places, last];
}

function indexOfPlaces(places: readonly number[], length: number): Int32Array {
  const index = new Int32Array(length).fill(-1);
  places.forEach((place, at) => (index[place] = at));
  return index;
}
