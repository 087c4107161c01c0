import { ModelCoreError } from '../errors.ts';
import type { Model } from '../model.ts';
import { createDenseScoringEngine } from '../tfjs/dense-scoring.ts';
import type { ScoringEngine } from './engine.ts';
import { wasmBackend } from './wasm-backend.ts';

/**
 * Scores with a dense autoencoder on WebAssembly, on the calling thread; needs no native library.
 * @throws ModelCoreError: `invalid-argument` for another kind of model, `engine-failed`
 */
export async function createWasmScoringEngine({ manifest, parameters }: Model): Promise<ScoringEngine> {
  const { architecture } = manifest;
  if (architecture.kind !== 'dense-autoencoder')
    throw new ModelCoreError(
      { field: 'architecture', found: architecture.kind, expected: 'dense-autoencoder for scoring on wasm' },
      { code: 'invalid-argument', context: { kind: architecture.kind } },
    );
  return createDenseScoringEngine(await wasmBackend(), 'wasm', { ...manifest, architecture }, parameters);
}
