import { noiseUnitHu, type Tile } from './network-input.ts';
import { outputChannels, unshuffledSide } from './residual-network.ts';

/** Side of the squares in positions of the network's output: 32 pixels. */
const squareSide = 16;

/**
 * The strongest noise in a tile: the largest of its squares' root mean squares.
 * @param found `[4, height / 2, width / 2]`, see `NetworkPass`
 * @returns HU
 */
export function strongestNoiseHu(found: Float32Array, { width, height }: Tile): number {
  const [columns, rows] = [width / unshuffledSide, height / unshuffledSide];
  let strongest = 0;
  for (let top = 0; top < rows; top += squareSide)
    for (let left = 0; left < columns; left += squareSide) {
      const [bottom, right] = [Math.min(rows, top + squareSide), Math.min(columns, left + squareSide)];
      let squares = 0;
      for (let channel = 0; channel < outputChannels; channel++)
        for (let row = top; row < bottom; row++) {
          const line = (channel * rows + row) * columns;
          for (let column = left; column < right; column++) squares += (found[line + column] ?? 0) ** 2;
        }
      strongest = Math.max(strongest, squares / (outputChannels * (bottom - top) * (right - left)));
    }
  return noiseUnitHu * Math.sqrt(strongest);
}
