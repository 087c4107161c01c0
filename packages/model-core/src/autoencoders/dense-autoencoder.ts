import { ModelCoreError, requireWholeNumber } from '../errors.ts';
import { createSeededRandom, type SeededRandom } from '@beatwatch/statistics';
import { elementCount, type Parameters, type Tensor } from './parameters.ts';

/** Activation function of a layer. */
export type Activation = 'linear' | 'relu' | 'sigmoid';

/** Autoencoder of fully connected layers; see `dense-family.ts` for its members. */
export interface DenseAutoencoderArchitecture {
  readonly kind: 'dense-autoencoder';
  /** Number of values of one example, such as 784 pixels or 140 samples; 1 or more. */
  readonly sampleCount: number;
  /** Units of the encoder's layers, such as `[512, 128, 3]`; the last layer is the code. */
  readonly encoder: readonly number[];
  /** Units of the decoder's hidden layers, such as `[128, 512]`, without the output layer of `sampleCount` units. */
  readonly decoder: readonly number[];
  readonly hiddenActivation: 'relu' | 'sigmoid';
  readonly codeActivation: Activation;
  readonly outputActivation: 'linear' | 'sigmoid';
  /** Whether the encoder outputs mean and log variance of the code; scoring uses the mean as the code. */
  readonly variational: boolean;
}

/** A fully connected layer: `activation(input x weights + bias)`. */
export interface DenseLayer {
  readonly name: string;
  readonly inputSize: number;
  readonly units: number;
  readonly activation: Activation;
}

export interface DenseAutoencoderLayers {
  /** The last layer outputs the code, or its mean if variational. */
  readonly encoder: readonly DenseLayer[];
  /** Parallel to the encoder's last layer, with the same input. Undefined unless variational. */
  readonly logVariance: DenseLayer | undefined;
  /** The last layer outputs the reconstruction. */
  readonly decoder: readonly DenseLayer[];
}

export function denseLayersOf(architecture: DenseAutoencoderArchitecture): DenseAutoencoderLayers {
  const { sampleCount, hiddenActivation, codeActivation, outputActivation } = architecture;
  const stack = (side: string, inputSize: number, units: readonly number[], last: Activation): DenseLayer[] =>
    units.map((count, index) => ({
      name: `${side}.${index}`,
      inputSize: units[index - 1] ?? inputSize,
      units: count,
      activation: index === units.length - 1 ? last : hiddenActivation,
    }));
  const encoder = stack('encoder', sampleCount, architecture.encoder, codeActivation);
  const code = encoder.at(-1);
  return {
    encoder,
    logVariance:
      architecture.variational && code
        ? { ...code, name: 'encoder.logVariance', activation: 'linear' }
        : undefined,
    decoder: stack(
      'decoder',
      denseLatentSize(architecture),
      [...architecture.decoder, sampleCount],
      outputActivation,
    ),
  };
}

export const denseLatentSize = ({ encoder }: DenseAutoencoderArchitecture): number => encoder.at(-1) ?? 0;

/** Names of a layer's weights `[inputSize, units]` and bias `[units]`. */
export const denseParameterNames = ({ name }: DenseLayer) => ({
  weights: `${name}.weights`,
  bias: `${name}.bias`,
});

const everyLayer = (architecture: DenseAutoencoderArchitecture): readonly DenseLayer[] => {
  const { encoder, logVariance, decoder } = denseLayersOf(architecture);
  return [...encoder, ...(logVariance ? [logVariance] : []), ...decoder];
};

/** Shapes of all weights by name, in the order of the model file. */
export function denseParameterShapes(
  architecture: DenseAutoencoderArchitecture,
): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const layer of everyLayer(architecture)) {
    const names = denseParameterNames(layer);
    shapes.set(names.weights, [layer.inputSize, layer.units]);
    shapes.set(names.bias, [layer.units]);
  }
  return shapes;
}

/**
 * Random initial weights. Biases are 0. Weights are uniform within ±sqrt(6 / inputs) before a ReLU, which halves the
 * variance (He et al., 2015), and within ±sqrt(6 / (inputs + units)) otherwise (Glorot, Bengio, 2010).
 * @param seed equal seeds give equal weights
 */
export function initialDenseParameters(architecture: DenseAutoencoderArchitecture, seed: number): Parameters {
  const random = createSeededRandom(seed);
  return new Map(
    everyLayer(architecture).flatMap((layer) => {
      const names = denseParameterNames(layer);
      const { inputSize, units, activation } = layer;
      const bound = Math.sqrt(6 / (activation === 'relu' ? inputSize : inputSize + units));
      return [
        [names.weights, uniformTensor(random, [inputSize, units], bound)],
        [names.bias, { shape: [units], values: new Float32Array(units) }],
      ] as const;
    }),
  );
}

function uniformTensor(random: SeededRandom, shape: readonly number[], bound: number): Tensor {
  const values = Float32Array.from({ length: elementCount(shape) }, () => random.uniform(-bound, bound));
  return { shape, values };
}

/**
 * @throws ModelCoreError (`invalid-argument`) if a size is not a whole number above 0, or parts contradict each other
 */
export function checkedDenseAutoencoder(
  architecture: DenseAutoencoderArchitecture,
): DenseAutoencoderArchitecture {
  const { sampleCount, encoder, decoder, codeActivation, variational } = architecture;
  requireWholeNumber('sampleCount', sampleCount, 1);
  requireWholeNumber('encoder layers', encoder.length, 1);
  encoder.forEach((units, layer) => {
    requireWholeNumber(`encoder[${layer}]`, units, 1);
  });
  decoder.forEach((units, layer) => {
    requireWholeNumber(`decoder[${layer}]`, units, 1);
  });
  if (variational && codeActivation !== 'linear')
    throw new ModelCoreError(
      {
        field: 'codeActivation',
        found: codeActivation,
        expected: 'linear, because the mean of a variational code may be any number',
      },
      { code: 'invalid-argument' },
    );
  return architecture;
}
