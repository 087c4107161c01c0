import {
  denseLatentSize,
  denseParameterShapes,
  initialDenseParameters,
  type DenseAutoencoderArchitecture,
} from './dense-autoencoder.ts';
import { initialParameters, parameterShapes, type LstmAutoencoderArchitecture } from './lstm-autoencoder.ts';
import type { Parameters } from './parameters.ts';

/** Architecture of any supported model. */
export type Architecture = LstmAutoencoderArchitecture | DenseAutoencoderArchitecture;

/** Shapes of all weights by name, in the order of the model file. */
export function parameterShapesOf(architecture: Architecture): ReadonlyMap<string, readonly number[]> {
  switch (architecture.kind) {
    case 'lstm-autoencoder':
      return parameterShapes(architecture);
    case 'dense-autoencoder':
      return denseParameterShapes(architecture);
  }
}

/** Random initial weights, the same for the same seed. */
export function initialParametersOf(architecture: Architecture, seed: number): Parameters {
  switch (architecture.kind) {
    case 'lstm-autoencoder':
      return initialParameters(architecture, seed);
    case 'dense-autoencoder':
      return initialDenseParameters(architecture, seed);
  }
}

/** Size of the code of one example. */
export function latentSizeOf(architecture: Architecture): number {
  switch (architecture.kind) {
    case 'lstm-autoencoder':
      return architecture.embedding;
    case 'dense-autoencoder':
      return denseLatentSize(architecture);
  }
}
