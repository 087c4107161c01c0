import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import golden from './golden-window-quality.json' with { type: 'json' };
import { gaussianFilter } from '../baselines/gaussian-filter.ts';
import type { GreyImage } from '../images/grey-image.ts';
import { edgeSharpness, findEdges } from './edge-sharpness.ts';
import { findFlatTissue, flatTissueNoise } from './flat-tissue.ts';
import { windowQuality } from './window-quality.ts';

const side = 160;
const pixelSpacingMm = 0.7;

/** A round body of 50 HU with a bone of 700 HU, both edges blurred by a Gaussian of sigma pixels. */
function phantom(sigma: number): GreyImage {
  const values = new Float32Array(side * side);
  const middle = (side - 1) / 2;
  // Ten subpixels in each direction approximate the share of a pixel inside a circle.
  const inside = (x: number, y: number, radius: number): number => {
    const distance = Math.hypot(x - middle, y - middle);
    return Math.min(1, Math.max(0, radius + 0.5 - distance));
  };
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      values[y * side + x] = -1000 + 1050 * inside(x, y, 70) + 650 * inside(x, y, 25);
  return gaussianFilter({ width: side, height: side, values }, sigma);
}

function withNoise(image: GreyImage, sdHu: number, seed: number): GreyImage {
  const random = createSeededRandom(seed);
  return { ...image, values: image.values.map((value) => value + sdHu * random.normal()) };
}

describe('edgeSharpness', () => {
  it.each([1, 1.5, 2])('finds the width of edges blurred by %d pixels', (sigma) => {
    const slice = phantom(sigma);
    const edges = findEdges(slice, pixelSpacingMm);
    // 10 to 90 % of a Gaussian edge are 2.563 sigma; a pixel's own width and bilinear sampling add a little.
    const expectedMm = 2.563 * Math.hypot(sigma, 0.4) * pixelSpacingMm;
    for (const kind of ['body', 'bone'] as const) {
      const found = edgeSharpness(slice, pixelSpacingMm, edges, kind)!;
      expect(found.edgeCount).toBeGreaterThan(25);
      expect(found.widthMm / expectedMm).toBeGreaterThan(0.95);
      expect(found.widthMm / expectedMm).toBeLessThan(1.05);
      expect(found.ratio).toBe(1);
    }
  });

  it('measures how much wider a blurred image is, at the same edges', () => {
    const [slice, blurred] = [phantom(1), phantom(1.5)];
    const edges = findEdges(slice, pixelSpacingMm);
    for (const kind of ['body', 'bone'] as const) {
      const { ratio } = edgeSharpness(blurred, pixelSpacingMm, edges, kind)!;
      expect(ratio).toBeGreaterThan(1.35);
      expect(ratio).toBeLessThan(1.55);
    }
  });

  it('hardly changes with the noise of a low dose', () => {
    const slice = phantom(1);
    const edges = findEdges(slice, pixelSpacingMm);
    for (const kind of ['body', 'bone'] as const) {
      const { ratio } = edgeSharpness(withNoise(slice, 15, 1), pixelSpacingMm, edges, kind)!;
      expect(Math.abs(ratio - 1)).toBeLessThan(0.06);
    }
  });

  it('counts lost contrast as blur', () => {
    const slice = phantom(1);
    const edges = findEdges(slice, pixelSpacingMm);
    const faint = { ...slice, values: slice.values.map((hu) => (hu > 50 ? 50 + 0.8 * (hu - 50) : hu)) };
    expect(edgeSharpness(faint, pixelSpacingMm, edges, 'bone')!.ratio).toBeGreaterThan(3);
  });

  it('finds no edge in a uniform image, and refuses a spacing of 0', () => {
    const even = { width: 64, height: 64, values: new Float32Array(64 * 64) };
    expect(findEdges(even, 1)).toEqual([]);
    expect(edgeSharpness(even, 1, [], 'body')).toBeUndefined();
    expect(() => findEdges(even, 0)).toThrow('pixelSpacingMm: found 0');
  });
});

describe('flat tissue', () => {
  const slice = withNoise(phantom(1), 10, 2);
  const squares = findFlatTissue(slice);

  it('is found only in the body, away from its edges', () => {
    expect(squares.length).toBeGreaterThan(20);
    const middle = (side - 1) / 2;
    for (const { left, top, side: length } of squares) {
      const corners = [0, length - 1].flatMap((dx) =>
        [0, length - 1].map((dy) => Math.hypot(left + dx - middle, top + dy - middle)),
      );
      expect(Math.max(...corners)).toBeLessThan(69);
      expect(Math.min(...corners)).toBeGreaterThan(26);
    }
  });

  it('has the added noise and no bias', () => {
    const noisy = withNoise(slice, 24, 3);
    const found = flatTissueNoise(slice, noisy, squares);
    expect(found.errorSdHu).toBeCloseTo(24, -0.3);
    expect(Math.abs(found.errorSdHu / 24 - 1)).toBeLessThan(0.05);
    expect(Math.abs(found.sdHu / 26 - 1)).toBeLessThan(0.05);
    expect(found.biasShare).toBeLessThan(0.02);
  });

  it('distinguishes a bias from noise', () => {
    const random = createSeededRandom(4);
    const off = { ...slice, values: slice.values.map((hu) => hu + 6 + 8 * random.normal()) };
    const found = flatTissueNoise(slice, off, squares);
    expect(Math.abs(found.biasHu - 6)).toBeLessThan(0.4);
    expect(Math.abs(found.biasShare - 36 / 100)).toBeLessThan(0.04);
    expect(flatTissueNoise(slice, slice, squares)).toMatchObject({ errorSdHu: 0, biasHu: 0, biasShare: 0 });
  });
});

describe('windowQuality', () => {
  it.each(golden.windows)('agrees with scikit-image in $lowestHu .. $highestHu HU', (expected) => {
    const imageOf = (values: readonly number[]): GreyImage => ({
      width: golden.width,
      height: golden.height,
      values: Float32Array.from(values),
    });
    const found = windowQuality(imageOf(golden.reference), imageOf(golden.noisy), expected);
    expect(found.psnrDb).toBeCloseTo(expected.psnrDb, 4);
    expect(found.ssim).toBeCloseTo(expected.ssim, 5);
  });
});
