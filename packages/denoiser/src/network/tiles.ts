import type { GreyImage } from '../images/grey-image.ts';
import type { Tile } from './network-input.ts';

export interface TilingOptions {
  /** Longest side of a tile in pixels; a multiple of `step`. */
  readonly side: number;
  /** Overlap of neighbouring tiles in pixels, over which they are blended; a multiple of `step`. */
  readonly overlap: number;
  /** Divisor of every tile's sides and positions. */
  readonly step: number;
}

/** Tiles that cover an image; those at its right and lower border may reach beyond it. */
export function tilesOf(
  { width, height }: Pick<GreyImage, 'width' | 'height'>,
  options: TilingOptions,
): readonly Tile[] {
  const columns = spansOf(width, options);
  return spansOf(height, options).flatMap((row) =>
    columns.map((column) => ({
      left: column.start,
      width: column.length,
      top: row.start,
      height: row.length,
    })),
  );
}

function spansOf(size: number, { side, overlap, step }: TilingOptions) {
  if (size <= side) return [{ start: 0, length: Math.ceil(size / step) * step }];
  const count = Math.ceil((size - overlap) / (side - overlap));
  return Array.from({ length: count }, (_, index) => ({ start: index * (side - overlap), length: side }));
}

/**
 * Weight of each pixel of a tile: 1 in its middle, falling towards its border over the overlap.
 * @returns `[width * height]`, above 0
 */
export function tileWeights({ width, height }: Tile, overlap: number): Float32Array {
  const fade = (place: number, size: number): number =>
    Math.min(1, (place + 0.5) / overlap, (size - place - 0.5) / overlap);
  return Float32Array.from(
    { length: width * height },
    (_, pixel) => fade(pixel % width, width) * fade(Math.floor(pixel / width), height),
  );
}
