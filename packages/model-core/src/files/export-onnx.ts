import type { Model } from '../model.ts';
import { withMetadata } from '../onnx/graph-builder.ts';
import { scoringGraphOf } from '../onnx/scoring-graph.ts';

/**
 * Exports the model with its weights as an ONNX file. Input: `beats` `[batch, sampleCount]`. Outputs: `reconstructions`
 * of the same shape, `losses` `[batch]` (sums of absolute errors) and `latents` `[batch, latentSize]`; all float32.
 * Metadata: `modelVersion`, `preprocessing`, `architecture` as JSON and, if the model has one, `threshold`.
 */
export function exportOnnx(model: Model): Uint8Array {
  const { version, preprocessing, architecture, threshold } = model.manifest;
  return withMetadata(scoringGraphOf(model), {
    modelVersion: version,
    preprocessing,
    architecture: JSON.stringify(architecture),
    ...(threshold && { threshold: String(threshold.value) }),
  });
}
