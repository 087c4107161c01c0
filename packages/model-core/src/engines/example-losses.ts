import type { ReconstructionLoss } from '../autoencoders/objective.ts';

export interface Reconstructed {
  /** `[size * sampleCount]`, in the order of the targets. */
  readonly outputs: Float32Array;
  readonly targets: Float32Array;
  /** Number of examples, 1 or more. */
  readonly size: number;
}

/** Reconstruction loss of each example. */
export function exampleLosses(
  kind: ReconstructionLoss,
  { outputs, targets, size }: Reconstructed,
): Float64Array {
  const sampleCount = targets.length / size;
  return Float64Array.from({ length: size }, (_, example) => {
    let sum = 0;
    for (let at = example * sampleCount; at < (example + 1) * sampleCount; at++) {
      const error = (outputs[at] ?? Number.NaN) - (targets[at] ?? Number.NaN);
      sum += kind === 'absolute-error-sum' ? Math.abs(error) : (error * error) / sampleCount;
    }
    return sum;
  });
}
