import { createSeededRandom } from '@beatwatch/statistics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateLowDose } from '../ct/low-dose.ts';
import type { Denoiser } from '../denoiser.ts';
import type { GreyImage } from '../images/grey-image.ts';
import { openDenoiser } from './open-denoiser.ts';

let denoiser: Denoiser;
beforeAll(async () => {
  denoiser = await openDenoiser({ workers: 2 });
});
afterAll(() => denoiser.dispose());

/** A body of soft tissue with organs of other HU, almost as wide as the image. */
function body(width: number, height: number): GreyImage {
  const random = createSeededRandom(9);
  const organs = Array.from({ length: 40 }, () => ({
    x: random.uniform(0.2, 0.8) * width,
    y: random.uniform(0.3, 0.7) * height,
    radius: random.uniform(0.02, 0.08) * width,
    hu: random.uniform(-80, 180),
  }));
  const values = Float32Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    if (((x / width - 0.5) / 0.46) ** 2 + ((y / height - 0.5) / 0.4) ** 2 >= 1) return -1000;
    return organs.find((organ) => Math.hypot(x - organ.x, y - organ.y) < organ.radius)?.hu ?? 30;
  });
  return { width, height, values };
}

const rmsBetween = (one: GreyImage, two: GreyImage, counts: (at: number) => boolean = () => true): number => {
  let [sum, count] = [0, 0];
  one.values.forEach((value, at) => {
    if (!counts(at)) return;
    sum += (value - two.values[at]!) ** 2;
    count += 1;
  });
  return Math.sqrt(sum / count);
};

const pixelSpacingMm = 0.9;
const clean = body(384, 384);
const noisy = simulateLowDose(clean, { incidentPhotons: 1e5, pixelSpacingMm, random: createSeededRandom(1) });
const ct = { unit: 'hounsfield', pixelSpacingMm } as const;

describe('the denoiser that comes with Beatwatch', () => {
  it('removes most of the noise from a slice and reports its level', async () => {
    const { image, noiseSd } = await denoiser.denoise(noisy, ct);
    expect(rmsBetween(image, clean)).toBeLessThan(0.5 * rmsBetween(noisy, clean));
    const inTissue = (at: number) => clean.values[at]! > -160 && clean.values[at]! < 240;
    const added = rmsBetween(noisy, clean, inTissue);
    expect(noiseSd / added).toBeGreaterThan(0.7);
    expect(noiseSd / added).toBeLessThan(1.4);
  });

  it('removes noise in proportion to the strength, and none at 0', async () => {
    const [all, half, none] = await Promise.all(
      [1, 0.5, 0].map((strength) => denoiser.denoise(noisy, { ...ct, strength })),
    );
    expect(none!.image.values).toEqual(noisy.values);
    const middle = half!.image.values[384 * 192 + 150]!;
    const mean = (all!.image.values[384 * 192 + 150]! + noisy.values[384 * 192 + 150]!) / 2;
    expect(middle).toBeCloseTo(mean, 3);
  });

  it('keeps padding, whose value does not affect its neighbours', async () => {
    const padding = Uint8Array.from(noisy.values, (_, at) => (at % 384 < 10 ? 1 : 0));
    const results = await Promise.all(
      [-2000, -3024].map((value) => {
        const values = noisy.values.map((hu, at) => (padding[at] === 1 ? value : hu));
        return denoiser.denoise({ ...noisy, values }, { ...ct, padding });
      }),
    );
    expect(results.map(({ image }) => image.values[3])).toEqual([-2000, -3024]);
    const [one, two] = results.map(({ image }) => image.values.filter((_, at) => padding[at] === 0));
    expect(one).toEqual(two);
  });

  it('shows no seam where tiles meet', async () => {
    const large = body(840, 560);
    const wide = simulateLowDose(large, {
      incidentPhotons: 2e5,
      pixelSpacingMm: 0.45,
      random: createSeededRandom(2),
    });
    const { image } = await denoiser.denoise(wide, { unit: 'hounsfield', pixelSpacingMm: 0.45 });
    // Steps from column to column at the tiles' borders are no larger than elsewhere.
    const stepsAt = (columns: readonly number[]): number => {
      let sum = 0;
      for (const x of columns)
        for (let y = 180; y < 380; y++)
          sum += Math.abs(image.values[y * 840 + x]! - image.values[y * 840 + x - 1]!);
      return sum / (columns.length * 200);
    };
    const borders = [448, 480, 512];
    expect(stepsAt(borders)).toBeLessThan(2 * stepsAt([300, 330, 360, 390, 420, 560, 590]));
  });

  it.each([
    [28, 28],
    [1, 1],
    [33, 70],
  ])('takes grey images of any size: %i x %i', async (width, height) => {
    const random = createSeededRandom(4);
    const reference = { width, height, values: new Float32Array(width * height).fill(120) };
    const spoilt = { ...reference, values: reference.values.map((value) => value + 12 * random.normal()) };
    const { image } = await denoiser.denoise(spoilt);
    expect(image.values.every(Number.isFinite)).toBe(true);
    if (width > 1) expect(rmsBetween(image, reference)).toBeLessThan(0.6 * rmsBetween(spoilt, reference));
  });

  it('stops on a signal', async () => {
    const denoise = denoiser.denoise(noisy, { ...ct, signal: AbortSignal.abort() });
    await expect(denoise).rejects.toMatchObject({ code: 'cancelled' });
    await expect(denoiser.denoise(noisy, ct)).resolves.toBeDefined();
  });

  it.each([
    ['strength', { strength: 1.5 }],
    ['noiseSd', { noiseSd: 0 }],
    ['pixelSpacingMm', { pixelSpacingMm: -1 }],
    ['padding', { padding: new Uint8Array(3) }],
  ])('refuses a bad %s', async (field, options) => {
    await expect(denoiser.denoise(noisy, options)).rejects.toMatchObject({
      code: 'invalid-argument',
      context: { field },
    });
  });

  it('names its networks', () => {
    expect(denoiser.modelVersion).toMatch(/^ct-[0-9a-f]{12}\+grey-[0-9a-f]{12}$/);
  });
});
