import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../images/grey-image.ts';
import { backProject, rampFiltered } from './back-projection.ts';
import golden from './golden-projections.json' with { type: 'json' };
import { lowDoseNoise, projectSlice, simulateLowDose } from './low-dose.ts';
import { noiseDirections } from './noise-directions.ts';
import { poisson } from './poisson.ts';

const { side, every } = golden;

/** The image of golden-projections.py. */
const picture = ((): GreyImage => {
  const values = new Float32Array(side * side).fill(-1000);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      if (((x - 44) / 36) ** 2 + ((y - 48) / 24) ** 2 < 1) values[y * side + x] = 40;
      if (((x - 28) / 8) ** 2 + ((y - 48) / 12) ** 2 < 1) values[y * side + x] = -700;
      if (y >= 60 && y < 68 && x >= 48 && x < 60) values[y * side + x] = 900;
    }
  return { width: side, height: side, values };
})();

const someOf = ({ values }: GreyImage): Float32Array =>
  values.filter((_, at) => (at % side) % every === 3 && Math.floor(at / side) % every === 3);

/** Greatest difference as a share of the greatest expected value. */
function worstShare(found: Float32Array, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  const worst = found.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0);
  return worst / expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

describe('projections agree with scikit-image', () => {
  const slice = projectSlice(picture, golden.pixelSpacingMm, golden.angleCount);

  it('radon', () => {
    expect(worstShare(slice.lineIntegrals.sums, golden.sums)).toBeLessThan(1e-5);
  });

  // scikit-image's window is off centre by half a sample of its transform, which matters more in small images.
  it('iradon under a Hann window', () => {
    const back = backProject(rampFiltered(slice.lineIntegrals), slice);
    expect(worstShare(someOf(back), golden.backProjected)).toBeLessThan(2e-3);
  });

  it('reconstruction of changed projections, in HU', () => {
    const changes = slice.lineIntegrals.sums.map(
      (sum, place) => Math.sin(place) / Math.sqrt(golden.incidentPhotons * Math.exp(-sum)),
    );
    const back = backProject(rampFiltered({ ...slice.lineIntegrals, sums: changes }), slice);
    const huPerUnit = 1000 / (0.0195 * golden.pixelSpacingMm);
    const noise = someOf(back).map((value) => value * huPerUnit);
    expect(worstShare(noise, golden.noiseHu)).toBeLessThan(1e-2);
  });
});

/** A chest of 160 x 128 pixels: a body of water with two lungs. */
const chest = ((): GreyImage => {
  const [width, height] = [160, 128];
  const values = Float32Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [(at % width) - 80, Math.floor(at / width) - 64];
    if ((x / 70) ** 2 + (y / 45) ** 2 >= 1) return -1000;
    return ((Math.abs(x) - 32) / 20) ** 2 + (y / 28) ** 2 < 1 ? -800 : 30;
  });
  return { width, height, values };
})();
const pixelSpacingMm = 2.2;

const rms = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe('low dose', () => {
  const projected = projectSlice(chest, pixelSpacingMm, 180);
  const draw = (incidentPhotons: number, seed: number, electronicNoisePhotons = 0) =>
    lowDoseNoise(projected, { incidentPhotons, electronicNoisePhotons, random: createSeededRandom(seed) });

  it('has twice the noise at a quarter of the photons', () => {
    const ratio = rms(draw(1e6, 1).values) / rms(draw(4e6, 2).values);
    expect(ratio).toBeGreaterThan(1.9);
    expect(ratio).toBeLessThan(2.1);
  });

  it('has more noise with a noisy detector', () => {
    expect(rms(draw(1e5, 1, 30).values)).toBeGreaterThan(1.1 * rms(draw(1e5, 1).values));
  });

  it('is the same for the same seed and adds to the slice', () => {
    const options = { incidentPhotons: 1e5, pixelSpacingMm };
    const [one, two] = [7, 7].map((seed) =>
      simulateLowDose(chest, { ...options, random: createSeededRandom(seed) }),
    );
    expect(one).toEqual(two);
    const mean = one!.values.reduce((sum, hu, at) => sum + hu - chest.values[at]!, 0) / one!.values.length;
    expect(Math.abs(mean)).toBeLessThan(2);
  });

  it.each([
    ['incidentPhotons', { incidentPhotons: 0, pixelSpacingMm: 1 }],
    ['pixelSpacingMm', { incidentPhotons: 1e5, pixelSpacingMm: Number.NaN }],
  ])('refuses %s unless it is a number above 0', (field, options) => {
    const simulate = () => simulateLowDose(chest, { ...options, random: createSeededRandom(1) });
    expect(simulate).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        context: expect.objectContaining({ field }) as unknown,
      }),
    );
  });
});

describe('directions of noise', () => {
  it('predict its local level within a fifth', () => {
    const full = projectSlice(chest, pixelSpacingMm);
    const draws = Array.from({ length: 6 }, (_, seed) =>
      lowDoseNoise(full, { incidentPhotons: 1e5, random: createSeededRandom(seed) }),
    );
    const maps = noiseDirections(chest, { pixelSpacingMm, incidentPhotons: 1e5 });
    for (const [column, row] of [
      [10, 8],
      [6, 8],
      [14, 6],
    ] as const) {
      let [squares, count] = [0, 0];
      for (const { values } of draws)
        for (let y = 0; y < 16; y++)
          for (let x = 0; x < 16; x++) {
            squares += values[(row * 8 - 4 + y) * chest.width + column * 8 - 4 + x]! ** 2;
            count += 1;
          }
      const foretold = Math.sqrt(
        maps.reduce((sum, map) => sum + map.values[row * map.width + column]! ** 2, 0),
      );
      expect(Math.sqrt(squares / count) / foretold).toBeGreaterThan(0.8);
      expect(Math.sqrt(squares / count) / foretold).toBeLessThan(1.25);
    }
  });
});

describe('Poisson draws', () => {
  it.each([0, 0.3, 4, 9.9, 10, 35, 1000, 1e5])('have mean and variance %f', (mean) => {
    const random = createSeededRandom(11);
    const count = 20_000;
    const draws = Array.from({ length: count }, () => poisson(mean, random));
    const found = draws.reduce((sum, value) => sum + value, 0) / count;
    const variance = draws.reduce((sum, value) => sum + (value - found) ** 2, 0) / count;
    expect(Math.abs(found - mean)).toBeLessThanOrEqual(5 * Math.sqrt(mean / count));
    expect(Math.abs(variance - mean)).toBeLessThanOrEqual(0.06 * mean + 5 * Math.sqrt(mean / count));
    expect(draws.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
  });
});
