import type { Model } from '../model.ts';
import { denseScoringGraph } from './dense-scoring.ts';
import { scoringGraph, type Precision } from './lstm-scoring.ts';

/**
 * ONNX file that scores with the model's weights: `beats` `[batch, sampleCount]` to `reconstructions`, `losses` and
 * `latents`.
 */
export function scoringGraphOf({ manifest, parameters }: Model, precision?: Precision): Uint8Array {
  const { architecture } = manifest;
  switch (architecture.kind) {
    case 'lstm-autoencoder':
      return scoringGraph(architecture, parameters, precision);
    case 'dense-autoencoder':
      return denseScoringGraph(architecture, parameters).toModel('dense-autoencoder-scoring');
  }
}
