import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { createNetworkPass } from '../model/network-pass.ts';
import { inputChannels, writeNetworkInput } from './network-input.ts';
import { smallNetwork, smallParameters } from './network-for-tests.ts';
import { referenceNoise, type Planes } from './reference-network.ts';
import {
  checkedNetwork,
  initialNetworkParameters,
  networkParameterShapes,
  tileStep,
} from './residual-network.ts';
import { findNoise, type NetworkPass } from './run-network.ts';
import { tilesOf, tileWeights } from './tiles.ts';

describe('the network', () => {
  it('matches the reference implementation on onnxruntime', async () => {
    const parameters = smallParameters(5);
    const random = createSeededRandom(8);
    const [rows, columns] = [8, 12];
    const planes: Planes = Array.from({ length: inputChannels }, () =>
      Array.from({ length: rows }, () => Float64Array.from({ length: columns }, () => random.normal())),
    );
    const pass = await createNetworkPass(smallNetwork, parameters, 1);
    const flat = Float32Array.from(planes.flatMap((plane) => plane.flatMap((row) => [...row])));
    const found = await pass(flat, { left: 0, top: 0, width: 2 * columns, height: 2 * rows });
    const expected = referenceNoise(smallNetwork, parameters, planes).flatMap((plane) =>
      plane.flatMap((row) => [...row]),
    );
    expect(found.length).toBe(expected.length);
    const largest = Math.max(...expected.map(Math.abs));
    expected.forEach((value, at) => {
      expect(Math.abs(found[at]! - value) / largest).toBeLessThan(1e-5);
    });
  });

  it('removes nothing before training', async () => {
    const pass = await createNetworkPass(smallNetwork, initialNetworkParameters(smallNetwork, 1), 1);
    const found = await pass(new Float32Array(inputChannels * 16).fill(1), {
      left: 0,
      top: 0,
      width: 8,
      height: 8,
    });
    expect(found.every((value) => value === 0)).toBe(true);
  });

  it('has weights of the listed shapes, and other weights for another seed', () => {
    const shapes = networkParameterShapes(smallNetwork);
    const one = initialNetworkParameters(smallNetwork, 1);
    expect([...one].map(([name, { shape }]) => [name, shape])).toEqual([...shapes]);
    expect(one.get('first.weights')?.values).not.toEqual(
      initialNetworkParameters(smallNetwork, 2).get('first.weights')?.values,
    );
  });

  it('refuses invalid sizes', () => {
    expect(() => checkedNetwork({ ...smallNetwork, blocks: [1] })).toThrow(
      expect.objectContaining({ code: 'unsuitable-model' }),
    );
  });
});

describe('tiles', () => {
  const options = { side: 64, overlap: 16, step: 8 };

  it.each([
    [8, 8],
    [61, 64],
    [65, 130],
    [200, 17],
  ])('cover %i x %i pixels and fade into each other', (width, height) => {
    const sums = new Float32Array(width * height);
    for (const tile of tilesOf({ width, height }, options)) {
      expect([tile.left, tile.top, tile.width, tile.height].every((size) => size % 8 === 0)).toBe(true);
      tileWeights(tile, options.overlap).forEach((weight, at) => {
        const [x, y] = [tile.left + (at % tile.width), tile.top + Math.floor(at / tile.width)];
        if (x < width && y < height) sums[y * width + x] = sums[y * width + x]! + weight;
      });
    }
    expect(sums.every((sum) => sum > 0)).toBe(true);
  });

  it('merge without a seam where all have the same result', async () => {
    const random = createSeededRandom(3);
    const [width, height] = [700, 530];
    const image = {
      width,
      height,
      values: Float32Array.from({ length: width * height }, () => random.uniform(-100, 100)),
    };
    // The noise is the image itself, which the first four planes hold.
    const pass: NetworkPass = (planes, tile) => {
      const places = (tile.width * tile.height) / 4;
      return Promise.resolve(planes.slice(0, 4 * places).map((value) => (value * 500) / 30));
    };
    const hint = { directions: [], levelKnown: false };
    const noise = await findNoise(smallNetwork, pass, image, hint);
    const worst = noise.reduce((most, value, at) => Math.max(most, Math.abs(value - image.values[at]!)), 0);
    expect(worst).toBeLessThan(1e-3);
    expect(tileStep(smallNetwork)).toBe(8);
  });
});

describe('the input', () => {
  it('holds 2 x 2 pixels, the soft tissue window, the maps and whether their level is known', () => {
    const image = { width: 4, height: 2, values: Float32Array.from([0, 500, -1000, 250, 1, 2, 3, 4]) };
    const map = { width: 1, height: 1, values: Float32Array.of(10) };
    const hint = { directions: [map, map, map, map], levelKnown: true };
    const target = new Float32Array(inputChannels * 2);
    const tile = { left: 0, top: 0, width: 4, height: 2 };
    writeNetworkInput(target, { placeStride: 1, channelStride: 2 }, image, { hint, tile });
    const rounded = Array.from(target, (value) => Math.round(value * 1000) / 1000);
    expect(rounded).toEqual([
      ...[0, -2, 1, 0.5, 0.002, 0.006, 0.004, 0.008],
      ...[0, -1.6, 2.4, 2.4, 0.01, 0.03, 0.02, 0.04],
      ...[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
      ...[1, 1],
    ]);
  });
});
