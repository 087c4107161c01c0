import { ModelCoreError, requireWholeNumber } from '../errors.ts';

/** @throws ModelCoreError (`invalid-argument`) unless `beats` holds `batch * sampleCount` samples */
export function requireBeats(beats: Float32Array, batch: number, sampleCount: number): void {
  requireWholeNumber('batch', batch, 1);
  if (beats.length === batch * sampleCount) return;
  throw new ModelCoreError(
    {
      field: 'beats',
      found: `${beats.length} samples`,
      expected: `${batch} x ${sampleCount} = ${batch * sampleCount}`,
    },
    { code: 'invalid-argument' },
  );
}
