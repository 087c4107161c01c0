import type { Parameters } from '@beatwatch/model-core';
import { DenoiserError } from '../errors.ts';

/**
 * A network's weights of one name.
 * @throws DenoiserError (`unsuitable-model`) where there are none
 */
export function networkTensor(
  parameters: Parameters,
  name: string,
): { readonly shape: readonly number[]; readonly values: Float32Array } {
  const tensor = parameters.get(name);
  if (tensor !== undefined) return tensor;
  throw new DenoiserError(
    { field: `weights ${name}`, expected: 'those of a residual-network' },
    { code: 'unsuitable-model' },
  );
}
