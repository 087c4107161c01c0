import { directionCount } from '../ct/noise-directions.ts';
import type { GreyImage } from '../images/grey-image.ts';

/** The eight orientations of a square: quarter turns, mirrored or not. */
export const orientationCount = 8;

/** A square image, mirrored at its diagonal from orientation 4 on, then turned by `orientation % 4` quarters. */
export function oriented(image: GreyImage, orientation: number): GreyImage {
  const side = image.width;
  const values = new Float32Array(side * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      let [sourceX, sourceY] = [x, y];
      for (let turn = 0; turn < orientation % 4; turn++) [sourceX, sourceY] = [side - 1 - sourceY, sourceX];
      if (orientation >= 4) [sourceX, sourceY] = [sourceY, sourceX];
      values[y * side + x] = image.values[sourceY * side + sourceX] ?? 0;
    }
  return { width: side, height: side, values };
}

/** The maps of `noiseDirections` for the oriented image: a quarter turn swaps each direction with its perpendicular. */
export function orientedDirections(maps: readonly GreyImage[], orientation: number): readonly GreyImage[] {
  return maps.map((_, direction) => {
    const turned = orientation % 2 === 0 ? direction : (direction + directionCount / 2) % directionCount;
    // Mirroring at the diagonal swaps rays at 0 and 90 degrees and keeps the diagonal ones.
    const source = orientation >= 4 && turned % 2 === 0 ? (turned + 2) % directionCount : turned;
    const map = maps[source];
    if (map === undefined) throw new RangeError(`direction ${source} of ${maps.length}`);
    return oriented(map, orientation);
  });
}
