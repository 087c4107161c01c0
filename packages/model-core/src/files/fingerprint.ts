import { createHash } from 'node:crypto';
import { bytesOf, modelVersion, type ModelVersion } from '@beatwatch/contracts';
import { latentSizeOf, type Architecture } from '../autoencoders/architecture.ts';
import type { Parameters } from '../autoencoders/parameters.ts';

/** SHA-256 over the values of all examples in order, as `sha256:` and 64 hexadecimal digits. */
export function examplesFingerprint(examples: Iterable<Float32Array | Float64Array>): string {
  const hash = createHash('sha256');
  for (const example of examples) hash.update(bytesOf(example));
  return `sha256:${hash.digest('hex')}`;
}

/** SHA-256 over names, shapes and values of all weights, in hexadecimal. */
export function parametersFingerprint(parameters: Parameters<Float32Array | Float64Array>): string {
  const hash = createHash('sha256');
  for (const [name, { shape, values }] of parameters) {
    hash.update(`${name}[${shape.join(',')}]`);
    hash.update(bytesOf(values));
  }
  return hash.digest('hex');
}

/** Version derived from the weights, such as `lstm-ae-128-0f3a5c7e9b1d`; 128 is the size of the code. */
export function modelVersionOf(architecture: Architecture, parameters: Parameters): ModelVersion {
  const kind = architecture.kind === 'lstm-autoencoder' ? 'lstm-ae' : 'dense-ae';
  return modelVersion(
    `${kind}-${latentSizeOf(architecture)}-${parametersFingerprint(parameters).slice(0, 12)}`,
  );
}
