import { createSeededRandom } from '@beatwatch/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPixelSkip, fitPixelSkip, type NetworkDigit } from './pixel-skip.ts';

const random = createSeededRandom(1);
const pixels = (value: () => number, count = 400): Float32Array =>
  Float32Array.from({ length: count }, value);
const error = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, index) => sum + (value - b[index]!) ** 2, 0) / a.length;

/** Weak noise and an inaccurate network, or strong noise and an accurate one. */
function digit(kind: NetworkDigit['kind']): NetworkDigit {
  const clean = pixels(() => random.next());
  const [noise, miss] = kind === 'gaussian' ? [0.02, 0.15] : [0.5, 0.05];
  const off = (sigma: number) =>
    clean.map((value) => Math.min(1, Math.max(0, value + sigma * random.normal())));
  return { kind, clean, noisy: off(noise), network: off(miss) };
}
const digits = (count: number): NetworkDigit[] =>
  Array.from({ length: count }, (_, index) => digit(index % 2 === 0 ? 'gaussian' : 'speckle'));

describe('pixel skip', () => {
  it('is closer to the clean images than the noisy images and the network are, for either noise', () => {
    const skip = fitPixelSkip(digits(400), { groups: 2, noisyLevels: 32, networkLevels: 32 });
    const fresh = digits(40);
    const errorOf = (kind: NetworkDigit['kind'], image: (one: NetworkDigit) => Float32Array): number =>
      fresh.filter((one) => one.kind === kind).reduce((sum, one) => sum + error(image(one), one.clean), 0);
    const cleaned = (one: NetworkDigit): Float32Array => applyPixelSkip(skip, one);
    const [noisy, network] = [(one: NetworkDigit) => one.noisy, (one: NetworkDigit) => one.network];
    // The noisy pixel counts where the network is inaccurate, the network where the noise is strong.
    expect(errorOf('gaussian', cleaned)).toBeLessThan(0.1 * errorOf('gaussian', network));
    expect(errorOf('gaussian', cleaned)).toBeLessThan(1.1 * errorOf('gaussian', noisy));
    expect(errorOf('speckle', cleaned)).toBeLessThan(0.1 * errorOf('speckle', noisy));
    expect(errorOf('speckle', cleaned)).toBeLessThan(1.5 * errorOf('speckle', network));
  });

  it('learns a shift common to all pixels', () => {
    const clean = pixels(() => 0.2 + 0.6 * random.next());
    const shifted: NetworkDigit = {
      kind: 'gaussian',
      clean,
      noisy: clean.map((value) => value - 0.1),
      network: clean,
    };
    const cleaned = applyPixelSkip(
      fitPixelSkip([shifted], { groups: 1, noisyLevels: 4, networkLevels: 1 }),
      shifted,
    );
    expect(error(cleaned, clean)).toBeLessThan(1e-6);
  });

  it('stays between black and white for any pixels, unseen ones included', () => {
    const skip = fitPixelSkip(digits(4), { groups: 4, noisyLevels: 64, networkLevels: 32 });
    const value = fc.double({ min: -0.5, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 }), (pairs) => {
        const noisy = Float32Array.from(pairs, ([first]) => first);
        const network = Float32Array.from(pairs, ([, second]) => second);
        for (const pixel of applyPixelSkip(skip, { noisy, network })) {
          expect(pixel).toBeGreaterThanOrEqual(0);
          expect(pixel).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
