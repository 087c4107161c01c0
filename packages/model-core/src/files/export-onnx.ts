import type { Model } from '../model.ts';
import { withMetadata } from '../onnx/graph-builder.ts';
import { scoringGraphOf } from '../onnx/scoring-graph.ts';

/**
 * The model as one ONNX file, weights inside, for any program that reads ONNX: `beats` `[batch, sampleCount]` to
 * `reconstructions` of the same shape, `losses` `[batch]`, the sums of absolute errors, and `latents`
 * `[batch, latentSize]`, all float32. Its metadata tells `modelVersion`, `preprocessing`, `architecture` as JSON and,
 * where the model has one, `threshold`.
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
