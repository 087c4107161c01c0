import type { Model } from '../model.ts';
import { denseScoringGraph } from './dense-scoring.ts';
import { scoringGraph, type Precision } from './lstm-scoring.ts';

/**
 * ONNX file that scores with the model's weights. Input: `beats` `[batch, sampleCount]`. Outputs: `reconstructions`,
 * `losses`, `latents`.
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
