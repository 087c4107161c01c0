import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { noiseDirections } from '../ct/noise-directions.ts';
import { oriented, orientationCount, orientedDirections } from './orientations.ts';

const side = 128;
/** A body of off-centre ellipses without any symmetry. */
const slice = (() => {
  const random = createSeededRandom(4);
  const values = new Float32Array(side * side).fill(-1000);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      if (((x - 60) / 50) ** 2 + ((y - 70) / 30) ** 2 < 1) values[y * side + x] = 40 + random.normal();
      if (((x - 40) / 8) ** 2 + ((y - 60) / 5) ** 2 < 1) values[y * side + x] = 900;
    }
  return { width: side, height: side, values };
})();
const options = { pixelSpacingMm: 3, incidentPhotons: 1e5 };

describe('orientations', () => {
  it('are eight different pictures', () => {
    const texts = Array.from({ length: orientationCount }, (_, index) =>
      oriented(slice, index).values.join(),
    );
    expect(new Set(texts).size).toBe(orientationCount);
  });

  it.each(Array.from({ length: orientationCount }, (_, index) => index))(
    'carry the directions of noise with them: %i',
    (orientation) => {
      const carried = orientedDirections(noiseDirections(slice, options), orientation);
      const anew = noiseDirections(oriented(slice, orientation), options);
      carried.forEach((map, direction) => {
        const other = anew[direction]!;
        const distance = map.values.reduce((sum, sd, at) => sum + Math.abs(sd - other.values[at]!), 0);
        const total = map.values.reduce((sum, sd) => sum + sd, 0);
        expect(distance / total).toBeLessThan(0.1);
      });
    },
  );
});
