import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { createNetworkPass } from '../model/network-pass.ts';
import { findCtNoise } from '../slices/denoise-ct-slice.ts';
import { byteRanges } from '../training/byte-ranges.ts';
import type { ValidationSlice } from '../training/validation.ts';
import { smallNetwork, smallParameters } from './network-for-tests.ts';
import { blockName, blocksOf } from './residual-network.ts';
import type { ByteRanges } from './int8-blocks.ts';

const [width, height] = [64, 48];
const random = createSeededRandom(6);
const imageOf = (valueOf: () => number) => ({
  width,
  height,
  values: Float32Array.from({ length: width * height }, valueOf),
});
const slice: ValidationSlice = {
  clean: imageOf(() => random.uniform(-200, 200)),
  noises: [imageOf(() => 20 * random.normal())],
  directions: [],
  pixelSpacingMm: 0.7,
};
const parameters = smallParameters(3);

async function noiseWith(bytes?: ByteRanges): Promise<Float32Array> {
  const pass = await createNetworkPass(smallNetwork, parameters, 1, bytes);
  const { noise } = await findCtNoise(smallNetwork, pass, slice.clean, { pixelSpacingMm: 0.7 });
  return noise;
}

const meanSquare = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

describe('blocks that compute with bytes', () => {
  it('find nearly the noise that float32 finds, in the measured ranges only', async () => {
    const { ranges } = await byteRanges(smallNetwork, parameters, [slice]);
    const expected = await noiseWith();
    const errorOf = async (used: ByteRanges['ranges']): Promise<number> => {
      const found = await noiseWith({ ranges: used, noiseHu: Infinity });
      return Math.sqrt(meanSquare(found.map((value, at) => value - expected[at]!)) / meanSquare(expected));
    };
    expect(await errorOf(ranges)).toBeLessThan(0.05);
    expect(await errorOf(ranges)).toBeGreaterThan(0);
    const narrow = Object.fromEntries(
      Object.entries(ranges).map(([block, { input, hidden, output }]) => [
        block,
        { input, hidden: [0, hidden[1] / 10] as const, output },
      ]),
    );
    expect(await errorOf(narrow)).toBeGreaterThan(0.05);
  });

  it('leave a slice with stronger noise than that of the ranges to float32', async () => {
    const { ranges, noiseHu } = await byteRanges(smallNetwork, parameters, [slice]);
    const expected = await noiseWith();
    const largestHu = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(noiseHu).toBeGreaterThan(0);
    expect(await noiseWith({ ranges, noiseHu: largestHu / 100 })).toEqual(expected);
    expect(await noiseWith({ ranges, noiseHu: largestHu })).not.toEqual(expected);
  });

  it('need the ranges of every block', async () => {
    const { ranges, noiseHu } = await byteRanges(smallNetwork, parameters, [slice]);
    expect(Object.keys(ranges)).toEqual(blocksOf(smallNetwork).map(blockName));
    const [first] = Object.keys(ranges);
    const others = Object.fromEntries(Object.entries(ranges).filter(([block]) => block !== first));
    await expect(noiseWith({ ranges: others, noiseHu })).rejects.toMatchObject({ code: 'unsuitable-model' });
  });
});
