import type { Parameters } from '../autoencoders/parameters.ts';
import { modelFileError } from './model-folder.ts';

/**
 * Orders the tensors of a file as in the model.
 * @param path path of the file, for error messages
 * @throws ModelCoreError (`model-file-broken`) if a tensor is missing, surplus or has another shape
 */
export function fittingParameters<Values extends Float32Array | Float64Array>(
  shapes: ReadonlyMap<string, readonly number[]>,
  stored: Parameters<Values>,
  path: string,
): Parameters<Values> {
  const surplus = [...stored.keys()].find((name) => !shapes.has(name));
  if (surplus !== undefined)
    throw modelFileError('model-file-broken', path, {
      found: `tensor ${surplus}`,
      expected: `only ${[...shapes.keys()].join(', ')}`,
    });
  return new Map(
    [...shapes].map(([name, shape]) => {
      const tensor = stored.get(name);
      if (tensor?.shape.join(',') !== shape.join(','))
        throw modelFileError('model-file-broken', path, {
          field: `tensor ${name}`,
          found: tensor && `[${tensor.shape.join(', ')}]`,
          expected: `[${shape.join(', ')}]`,
        });
      return [name, tensor];
    }),
  );
}
