import {
  denseLatentSize,
  denseParameterShapes,
  initialDenseParameters,
  type DenseAutoencoderArchitecture,
} from './dense-autoencoder.ts';
import { initialParameters, parameterShapes, type LstmAutoencoderArchitecture } from './lstm-autoencoder.ts';
import type { Parameters } from './parameters.ts';

/** Every kind of model there is. */
export type Architecture = LstmAutoencoderArchitecture | DenseAutoencoderArchitecture;

/** Every weight's name and shape, in the order of the model's files. */
export function parameterShapesOf(architecture: Architecture): ReadonlyMap<string, readonly number[]> {
  switch (architecture.kind) {
    case 'lstm-autoencoder':
      return parameterShapes(architecture);
    case 'dense-autoencoder':
      return denseParameterShapes(architecture);
  }
}

/** Random first weights, the same for the same seed. */
export function initialParametersOf(architecture: Architecture, seed: number): Parameters {
  switch (architecture.kind) {
    case 'lstm-autoencoder':
      return initialParameters(architecture, seed);
    case 'dense-autoencoder':
      return initialDenseParameters(architecture, seed);
  }
}

/** Numbers of one example's code. */
export function latentSizeOf(architecture: Architecture): number {
  switch (architecture.kind) {
    case 'lstm-autoencoder':
      return architecture.embedding;
    case 'dense-autoencoder':
      return denseLatentSize(architecture);
  }
}
