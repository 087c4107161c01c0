import { shown } from '@beatwatch/contracts';
import type { Parameters } from '@beatwatch/model-core';
import { createSeededRandom } from '@beatwatch/statistics';
import { DenoiserError } from '../errors.ts';

/**
 * A convolutional residual autoencoder that predicts the noise, which is subtracted from the image. Its input has every
 * 2 x 2 pixels as the channels of one position (Shi et al., CVPR 2016; Zhang et al., "FFDNet", 2018); it is downsampled
 * scale by scale and upsampled again, with skip connections at each scale (Ronneberger et al., 2015, with sums
 * as in Zhang et al., "Plug-and-play image restoration with deep denoiser prior", 2021).
 */
export interface ResidualNetwork {
  readonly kind: 'residual-network';
  /** Planes of the network's input, at half the size of the image; see `networkInput`. 1 or more. */
  readonly inputChannels: number;
  /** Channels of each scale; the first has half the size of the image, each further one half of that. One or more. */
  readonly widths: readonly number[];
  /** Residual blocks of each scale, both on the way down and up; at the coarsest scale once. 1 or more. */
  readonly blocks: readonly number[];
}

/** One convolution's weights: `[outputs, inputs, side, side]` and `[outputs]`. */
export interface Convolution {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the kernel: 3 keeps the size, 2 halves it, 1 is pointwise. */
  readonly side: 1 | 2 | 3;
}

/** Pixels of the image per position of the network's input, in each direction. */
export const unshuffledSide = 2;
/** Channels of the output: the noise of 2 x 2 pixels. */
export const outputChannels = unshuffledSide ** 2;

/** The side of a tile must be a multiple of it, since every scale halves the size. */
export const tileStep = ({ widths }: ResidualNetwork): number => unshuffledSide ** widths.length;

/** A residual block: the sum of its input and two convolutions of it. */
export type Block = readonly [Convolution, Convolution];

/** Name of a block, without the part of its convolutions. */
export const blockName = ([one]: Block): string => one.name.slice(0, one.name.lastIndexOf('.'));

export interface NetworkLayers {
  readonly first: Convolution;
  /** From the finest scale to the one before the coarsest. */
  readonly down: readonly { readonly blocks: readonly Block[]; readonly narrowing: Convolution }[];
  readonly middle: readonly Block[];
  /** From the second coarsest scale to the finest; upsampling gives the channels of four positions at once. */
  readonly up: readonly { readonly widening: Convolution; readonly blocks: readonly Block[] }[];
  readonly last: Convolution;
}

export function layersOf({ inputChannels, widths, blocks }: ResidualNetwork): NetworkLayers {
  const scale = (index: number) => ({ width: widths[index] ?? 0, count: blocks[index] ?? 0 });
  const blocksOf = (side: string, index: number): Block[] => {
    const { width, count } = scale(index);
    return Array.from({ length: count }, (_, block) => [
      { name: `${side}.${index}.${block}.0`, inputs: width, outputs: width, side: 3 },
      { name: `${side}.${index}.${block}.1`, inputs: width, outputs: width, side: 3 },
    ]);
  };
  const finer = Array.from({ length: widths.length - 1 }, (_, index) => index);
  const finest = scale(0).width;
  return {
    first: { name: 'first', inputs: inputChannels, outputs: finest, side: 3 },
    down: finer.map((index) => ({
      blocks: blocksOf('down', index),
      narrowing: {
        name: `narrowing.${index}`,
        inputs: scale(index).width,
        outputs: scale(index + 1).width,
        side: 2,
      },
    })),
    middle: blocksOf('middle', widths.length - 1),
    up: finer.toReversed().map((index) => ({
      widening: {
        name: `widening.${index}`,
        inputs: scale(index + 1).width,
        outputs: scale(index).width * 4,
        side: 1,
      },
      blocks: blocksOf('up', index),
    })),
    last: { name: 'last', inputs: finest, outputs: outputChannels, side: 3 },
  };
}

/** All residual blocks, in the order of the pass. */
export const blocksOf = (network: ResidualNetwork): readonly Block[] => {
  const { down, middle, up } = layersOf(network);
  return [...down.flatMap(({ blocks }) => blocks), ...middle, ...up.flatMap(({ blocks }) => blocks)];
};

const everyConvolution = (network: ResidualNetwork): readonly Convolution[] => {
  const { first, down, middle, up, last } = layersOf(network);
  return [
    first,
    ...down.flatMap(({ blocks, narrowing }) => [...blocks.flat(), narrowing]),
    ...middle.flat(),
    ...up.flatMap(({ widening, blocks }) => [widening, ...blocks.flat()]),
    last,
  ];
};

/** Every weight's name and shape, in the order of the model's files. */
export function networkParameterShapes(network: ResidualNetwork): ReadonlyMap<string, readonly number[]> {
  return new Map<string, readonly number[]>(
    everyConvolution(network).flatMap(({ name, inputs, outputs, side }) => [
      [`${name}.weights`, [outputs, inputs, side, side]],
      [`${name}.bias`, [outputs]],
    ]),
  );
}

/**
 * Initial random weights, reproducible by the seed: uniform within sqrt(6 / fan-in) (He et al., 2015), a block's second
 * convolution at a tenth of that and the last layer at zero, so that training starts from the identity.
 */
export function initialNetworkParameters(network: ResidualNetwork, seed: number): Parameters {
  const random = createSeededRandom(seed);
  const parameters = new Map<string, { shape: readonly number[]; values: Float32Array }>();
  for (const { name, inputs, outputs, side } of everyConvolution(network)) {
    const inBlock = /\.\d+\.\d+\.1$/.test(name);
    const bound = name === 'last' ? 0 : Math.sqrt(6 / (inputs * side * side)) * (inBlock ? 0.1 : 1);
    const shape = [outputs, inputs, side, side];
    const values = Float32Array.from({ length: outputs * inputs * side * side }, () =>
      random.uniform(-bound, bound),
    );
    parameters.set(`${name}.weights`, { shape, values });
    parameters.set(`${name}.bias`, { shape: [outputs], values: new Float32Array(outputs) });
  }
  return parameters;
}

/** @throws DenoiserError (`unsuitable-model`) for invalid sizes */
export function checkedNetwork(network: ResidualNetwork): ResidualNetwork {
  const { inputChannels, widths, blocks } = network;
  const sizes = [inputChannels, ...widths, ...blocks];
  if (
    widths.length > 0 &&
    widths.length === blocks.length &&
    sizes.every((size) => Number.isSafeInteger(size) && size > 0)
  )
    return network;
  throw new DenoiserError(
    {
      field: 'network',
      found: shown(network),
      expected: 'whole numbers above 0, and the same number of blocks and widths',
    },
    { code: 'unsuitable-model' },
  );
}
